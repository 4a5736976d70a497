/* sheet_form.h: the fields of a sheet as a form sends them: f-FIELD (t-FIELD: the end of a span), and v-FIELD, the version that the
 * writer saw. Worker threads. */
#ifndef APP_ROOM_SHEET_FORM_H
#define APP_ROOM_SHEET_FORM_H

#include "app/req.h"
#include "app/room/entry.h"

/* The fields of a sheet as a form has them, cleaned; those that the form does not have are left out. ERR_INVALID with a sentence. */
err sheet_values(struct req *rq, const struct method_sheet *sheet, struct entry_value **values, size_t *n) MUST_USE;
/* ... and as they were typed, one for each field. */
const str *sheet_typed_in(struct req *rq, const struct method_sheet *sheet);

#endif
