/* banned.h: forced in front of every source file. These calls cut, overflow, share state or read
 * the process locale; each message names what to use. gcc only: clang builds skip it. */
#ifndef BANNED_H
#define BANNED_H
#if defined(__GNUC__) && !defined(__clang__)
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#define BANNED(use) __attribute__((deprecated("banned: use " use)))
extern char *strcpy(char *, const char *) BANNED("str and buf_add()");
extern char *strcat(char *, const char *) BANNED("buf_add()");
extern char *strncpy(char *, const char *, size_t) BANNED("str_dup()");
extern char *strncat(char *, const char *, size_t) BANNED("buf_add()");
extern int sprintf(char *, const char *, ...) BANNED("buf_addf()");
extern char *strtok(char *, const char *) BANNED("str_cut()");
extern int atoi(const char *) BANNED("str_int()");
extern long atol(const char *) BANNED("str_int()");
extern struct tm *localtime(const time_t *) BANNED("text/date.h");
extern struct tm *gmtime(const time_t *) BANNED("text/date.h");
extern int rand(void) BANNED("base/rand.h");
extern void srand(unsigned) BANNED("base/rand.h");
#undef BANNED
#endif
#endif
