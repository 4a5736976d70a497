/* text_test.h: what the tests of the text layer share. */
#ifndef TEXT_TEST_H
#define TEXT_TEST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/str.h"

/* Fails with both texts on screen. */
#define assert_text(a, got, want) assert_string_equal(str_z(a, got), str_z(a, want))

#endif
