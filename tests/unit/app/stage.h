/* stage.h: a house with a workshop open in it, moved step by step by the test. For tests of the room's rules. */
#ifndef APP_TEST_STAGE_H
#define APP_TEST_STAGE_H

#include "app/process/process.h"
#include "app/room/moderate.h"
#include "app/room/room.h"
#include "house.h"

#define SEATS 6

struct stage {
	struct house *h;
	int64_t process, sitting;
	str seats[SEATS];
};

/* The three parties, a process of the pack, and its first workshop open, before its first step. Ends with put_away. */
struct stage set_up(struct house *h);
void put_away(struct stage *s);

struct room look(struct stage *s);
err desk(struct stage *s, enum desk_command command, int64_t value);
/* On to the step of that id. */
void go_to(struct stage *s, const char *step);

/* A note of that step, in its only column, with a token. */
struct note_act note_of(struct stage *s, size_t seat, const char *step, const char *text);
err write_note(struct stage *s, struct note_act *act);
/* How many notes of a step are on the screens. */
int64_t shown(struct stage *s, const char *step);
str make_theme(struct stage *s, const char *name);

struct moderate_act moderation(struct stage *s, str note, enum moderate_do what, int64_t person, unsigned roles);

#endif
