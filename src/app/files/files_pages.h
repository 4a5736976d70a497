/* files_pages.h: handlers of files for spreadsheets, for routes.c. */
#ifndef APP_FILES_FILES_PAGES_H
#define APP_FILES_FILES_PAGES_H

#include "app/req.h"

err files_action_plan_page(struct req *rq, struct response *rs);
err files_measures_page(struct req *rq, struct response *rs);
err files_results_page(struct req *rq, struct response *rs);

#endif
