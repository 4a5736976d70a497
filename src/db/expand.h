/* expand.h: does a migration only add, so that programs which do not know it can go on? Inside src/db only. */
#ifndef DB_EXPAND_H
#define DB_EXPAND_H

#include "base/base.h"

/* NULL when it does, else why not, in a few words. Allowed: CREATE TABLE, CREATE INDEX without UNIQUE, ALTER TABLE … ADD COLUMN that
 * is not NOT NULL or has a DEFAULT. A REFERENCES needs ON DELETE CASCADE or SET NULL: older programs erase rows, and do not
 * know that somebody points to them. Words in comments and in quotes do not count. */
const char *expand_breach(str migration);

#endif
