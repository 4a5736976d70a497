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

/* A version 4 UUID whose last eight digits are the number of the note. */
static void
make_id(char id[UUID_LENGTH], uint32_t number)
{
	unsigned char r[12];
	char text[UUID_LENGTH + 1];

	rand_bytes(r, sizeof(r));
	snprintf(text, sizeof(text), "%02x%02x%02x%02x-%02x%02x-4%x%02x-%x%x%02x-%02x%02x%08x", r[0], r[1], r[2], r[3], r[4],
		r[5], r[6] & 15, r[7], 8 + (r[8] & 3), r[8] >> 4, r[9], r[10], r[11], number);
	memcpy(id, text, UUID_LENGTH);
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
