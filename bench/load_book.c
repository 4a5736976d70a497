/* load_book.c: the shared book of notes. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>

#include "base/rand.h"
#include "load.h"

struct book *
book_open(void)
{
	struct book *b = mmap(NULL, sizeof(*b), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

	if (b == MAP_FAILED) {
		perror("mmap");
		exit(1);
	}
	return b;
}

/* Numbers that need not be secret, without a system call for each (xorshift). */
static uint64_t
quick_random(void)
{
	static uint64_t state;

	while (state == 0)
		rand_bytes(&state, sizeof(state));
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return state;
}

/* A version 4 UUID whose last eight digits are the number of the note. Random in front, as those of phones: ids in a row would
 * make the database's work easier than it is. */
static void
make_id(char id[UUID_LENGTH], uint32_t number)
{
	static const char digits[] = "0123456789abcdef";
	uint64_t r = quick_random(), more = quick_random();

	memcpy(id, "xxxxxxxx-xxxx-4xxx-8xxx-xxxxxxxxxxxx", UUID_LENGTH);
	for (size_t i = 0; i < UUID_LENGTH - 8; i++) {
		if (id[i] != 'x')
			continue;
		id[i] = digits[r & 15];
		r = r >> 4 | more << 60;
		more >>= 4;
	}
	for (size_t i = 0; i < 8; i++)
		id[UUID_LENGTH - 1 - i] = digits[number >> (4 * i) & 15];
}

struct note *
book_new_note(struct book *b, uint32_t room, uint32_t author, uint32_t *number)
{
	struct note *n;

	*number = b->count++;
	if (*number >= NOTES_MAX) {
		fputs("load: too many notes for one run\n", stderr);
		exit(1);
	}
	n = &b->notes[*number];
	make_id(n->id, *number);
	n->room = room;
	n->author = author;
	n->nth = b->room_count[room]++;
	n->pressed_us = clock_mono_us();
	b->waiting++;
	return n;
}

struct note *
book_find(struct book *b, str id)
{
	uint32_t number = 0;
	struct note *n;

	if (id.n < UUID_LENGTH)
		return NULL;
	for (size_t i = UUID_LENGTH - 8; i < UUID_LENGTH; i++) {
		char c = id.p[i];
		if (c >= '0' && c <= '9')
			number = number << 4 | (uint32_t)(c - '0');
		else if (c >= 'a' && c <= 'f')
			number = number << 4 | (uint32_t)(c - 'a' + 10);
		else
			return NULL;
	}
	if (number >= b->count)
		return NULL;
	n = &b->notes[number];
	return memcmp(n->id, id.p, UUID_LENGTH) == 0 ? n : NULL;
}

/* One line a note: id, room, status of the acknowledgement (0: none), microseconds since the start when it was
 * pressed, acknowledged and first seen in a frame (-1: never), and how many phones saw it. */
void
book_write(const struct book *b, const char *file)
{
	FILE *f = fopen(file, "w");

	if (!f) {
		perror(file);
		exit(1);
	}
	for (uint32_t i = 0; i < b->count; i++) {
		const struct note *n = &b->notes[i];
		fprintf(f, "%.36s %u %u %" PRId64 " %" PRId64 " %" PRId64 " %u\n", n->id, n->room, n->status,
			n->pressed_us - b->start_us, n->acked_us ? n->acked_us - b->start_us : -1,
			n->first_seen_us ? n->first_seen_us - b->start_us : -1, n->seen);
	}
	if (fclose(f)) {
		perror(file);
		exit(1);
	}
}

void
book_add_up(struct book *b, int procs)
{
	size_t n = offsetof(struct tally, delivery) / sizeof(int64_t);
	int64_t *sum = (int64_t *)&b->tally[0];

	int64_t most = 0;

	for (int i = 0; i < procs; i++) {
		int64_t *part = (int64_t *)&b->tally[i];
		most = b->tally[i].join_bytes_max > most ? b->tally[i].join_bytes_max : most;
		for (size_t k = 0; k < n && i > 0; k++)
			sum[k] += part[k];
	}
	b->tally[0].join_bytes_max = most;
}

void
samples_add(struct samples *s, int64_t us)
{
	if (s->n < SAMPLES_MAX)
		s->us[s->n++] = us < 0 ? 0 : us > UINT32_MAX ? UINT32_MAX : (uint32_t)us;
}
