/* staff_list_rows.h: between the files of this folder. */
#ifndef APP_STAFF_LIST_STAFF_LIST_ROWS_H
#define APP_STAFF_LIST_STAFF_LIST_ROWS_H

#include "app/staff_list/staff_list.h"
#include "sheet/sheet.h"

/* Sets what each row would do, and counts them. */
/* Sets out->leaders. */
err staff_list_leaders(struct db_conn *c, struct arena *a, struct staff_list *s) MUST_USE;
err staff_list_look(struct db_conn *c, struct arena *a, enum lang l, int64_t organisation, struct staff_list *s) MUST_USE;

#endif
