/* tools_test.h: what the tests of the generators share. */
#ifndef TOOLS_TEST_H
#define TOOLS_TEST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/str.h"

#endif
