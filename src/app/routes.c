/* routes.c: every URL of the system, and who may use it. */
#include "app/route.h"

#include "app/about/about.h"
#include "app/access/admin_pages.h"
#include "app/access/agreement_pages.h"
#include "app/access/audit_pages.h"
#include "app/access/login_pages.h"
#include "app/access/me_pages.h"
#include "app/access/people_pages.h"
#include "app/access/routine.h"
#include "app/access/start.h"
#include "app/demo/demo.h"
#include "app/agenda/agenda_pages.h"
#include "app/calendar/calendar_pages.h"
#include "app/causes/causes.h"
#include "app/chain/chain_pages.h"
#include "app/chain/way_pages.h"
#include "app/files/files_pages.h"
#include "app/frame/asset.h"
#include "app/frame/language.h"
#include "app/from_paper/from_paper_pages.h"
#include "app/health/health_pages.h"
#include "app/mail/mail_pages.h"
#include "app/measure/measure_pages.h"
#include "app/print/print_pages.h"
#include "app/print/publish_pages.h"
#include "app/print/report_pages.h"
#include "app/process/letter_pages.h"
#include "app/process/process_pages.h"
#include "app/released/released_pages.h"
#include "app/lift/lift.h"
#include "app/meeting/meeting_pages.h"
#include "app/meeting/sitting_pages.h"
#include "app/retention/retention_pages.h"
#include "app/room/desk.h"
#include "app/room/phone.h"
#include "app/room/reading.h"
#include "app/room/sheet_pages.h"
#include "app/room/sort.h"
#include "app/room/tree.h"
#include "app/room/wall.h"
#include "app/screen/prepare_pages.h"
#include "app/staff_list/staff_list_pages.h"
#include "app/take_out/take_out_pages.h"

const struct route routes[] = {
	/* method path handler who of flags */

	/* health: for those who watch from outside */
	{ GET, "/healthz", healthz_page, WHO_ANYONE, .flags = ROUTE_UNNAMED },
	{ GET, "/readyz", readyz_page, WHO_ANYONE, .flags = ROUTE_UNNAMED },

	/* about */
	{ GET, "/about/accessibility", accessibility_page, WHO_ANYONE },
	{ GET, "/about/privacy", privacy_page, WHO_ANYONE },

	{ GET, "/papers", papers_page, WHO_USER },
	{ GET, "/papers/:paper", paper_page_one, WHO_USER },

	/* access: signing in */
	{ GET, "/login", login_page, WHO_ANYONE },
	{ POST, "/login", login_post, WHO_ANYONE, .flags = ROUTE_OPEN_FORM },
	{ GET, "/login/code", login_code_page, WHO_ANYONE },
	{ POST, "/login/code", login_code_post, WHO_ANYONE, .flags = ROUTE_OPEN_FORM },
	{ GET, "/login/forgot", login_forgot_page, WHO_ANYONE },
	{ POST, "/login/forgot", login_forgot_post, WHO_ANYONE, .flags = ROUTE_OPEN_FORM },
	{ POST, "/logout", logout_post, WHO_USER },
	{ GET, "/once/:token", once_page, WHO_ANYONE },
	{ POST, "/once/:token", once_post, WHO_ANYONE, .flags = ROUTE_OPEN_FORM },
	{ GET, "/start", start_page, WHO_ANYONE },
	{ POST, "/start", start_post, WHO_ANYONE, .flags = ROUTE_OPEN_FORM },

	/* access: one's own page */
	{ GET, "/me", me_page, WHO_USER },
	{ GET, "/me/edit", me_edit_page, WHO_USER },
	{ POST, "/me/edit", me_edit_post, WHO_USER, .flags = ROUTE_FRESH },
	{ GET, "/me/export", me_export_page, WHO_USER },
	{ POST, "/me/language", me_language_post, WHO_USER },
	{ GET, "/me/log", me_log_page, WHO_USER },
	{ GET, "/me/password", me_password_page, WHO_USER },
	{ POST, "/me/password", me_password_post, WHO_USER, .flags = ROUTE_FRESH },
	{ GET, "/me/roles", me_roles_page, WHO_USER },
	{ POST, "/me/roles/:role", me_role_post, WHO_USER },
	{ POST, "/me/sessions", me_sessions_post, WHO_USER },

	/* access: people of a unit and of a process */
	{ GET, "/u/:unit/parties", parties_page, WHO_ADMIN, OF_UNIT },
	{ POST, "/u/:unit/parties", parties_post, WHO_ADMIN, OF_UNIT },
	{ GET, "/u/:unit/people", people_page, WHO_UNIT | WHO_ADMIN, OF_UNIT },
	{ GET, "/u/:unit/people/new", people_new_page, WHO_GROUP | WHO_ADMIN, OF_UNIT },
	{ POST, "/u/:unit/people/new", people_new_post, WHO_GROUP | WHO_ADMIN, OF_UNIT },
	{ POST, "/u/:unit/people/slips", slips_post, WHO_ADMIN, OF_UNIT },
	{ POST, "/u/:unit/people/slips/pdf", slips_pdf_post, WHO_ADMIN, OF_UNIT },
	{ GET, "/u/:unit/people/:person", person_page, WHO_GROUP | WHO_ADMIN, OF_UNIT },
	{ POST, "/u/:unit/people/:person/end", person_end_post, WHO_GROUP | WHO_ADMIN, OF_UNIT },
	{ POST, "/u/:unit/people/:person/invite", person_invite_post, WHO_GROUP | WHO_ADMIN, OF_UNIT },
	{ POST, "/u/:unit/people/:person/slip", person_slip_post, WHO_ADMIN, OF_UNIT },
	{ GET, "/p/:process/people", process_people_page, WHO_UNIT, OF_PROCESS },
	{ POST, "/p/:process/people/end", process_people_end_post, WHO_DESK, OF_PROCESS },
	{ GET, "/p/:process/people/new", process_people_new_page, WHO_GROUP, OF_PROCESS },
	{ POST, "/p/:process/people/new", process_people_new_post, WHO_GROUP, OF_PROCESS },

	/* access: agreement and log */
	{ GET, "/p/:process/delete", process_delete_page, WHO_GROUP, OF_PROCESS },
	{ POST, "/p/:process/delete", process_delete_post, WHO_GROUP, OF_PROCESS },
	{ GET, "/u/:unit/discussed", discussed_page, WHO_GROUP, OF_UNIT },
	{ POST, "/u/:unit/discussed", discussed_post, WHO_GROUP, OF_UNIT },
	{ GET, "/p/:process/agreements", agreements_page, WHO_GROUP, OF_PROCESS },
	{ GET, "/p/:process/agreements/:id", agreement_page, WHO_GROUP | WHO_ABOVE, OF_PROCESS },
	{ POST, "/p/:process/agreements/:id", agreement_post, WHO_GROUP | WHO_ABOVE, OF_PROCESS, ROUTE_FRESH },
	{ POST, "/p/:process/agreements/:id/drop", agreement_drop_post, WHO_GROUP, OF_PROCESS },
	{ GET, "/p/:process/agreements/:id/screen", agreement_screen_page, WHO_GROUP, OF_PROCESS },
	{ GET, "/p/:process/log", process_log_page, WHO_GROUP, OF_PROCESS },
	{ POST, "/p/:process/log/object", process_object_post, WHO_GROUP, OF_PROCESS },

	{ GET, "/u/:unit/agreements/:id", agreement_page, WHO_GROUP | WHO_ABOVE, OF_UNIT },
	{ POST, "/u/:unit/agreements/:id", agreement_post, WHO_GROUP | WHO_ABOVE, OF_UNIT, ROUTE_FRESH },
	{ POST, "/u/:unit/agreements/:id/drop", agreement_drop_post, WHO_GROUP, OF_UNIT },
	{ GET, "/u/:unit/agreements/:id/screen", agreement_screen_page, WHO_GROUP, OF_UNIT },

	/* access: the administrator */
	{ GET, "/admin", admin_page, WHO_ADMIN },
	{ GET, "/admin/keeping", keeping_page, WHO_ADMIN },
	{ POST, "/admin/keeping", keeping_post, WHO_ADMIN },
	{ POST, "/admin/keeping/clock", keeping_clock_post, WHO_ADMIN },
	{ GET, "/admin/people", admin_people_page, WHO_ADMIN },
	{ GET, "/admin/people/:person", admin_person_page, WHO_ADMIN },
	{ POST, "/admin/people/:person", admin_person_post, WHO_ADMIN },
	{ GET, "/admin/people/:person/erase", person_erase_page, WHO_ADMIN },
	{ POST, "/admin/people/:person/erase", person_erase_post, WHO_ADMIN, .flags = ROUTE_FRESH },
	{ POST, "/admin/people/:person/leave", admin_person_leave_post, WHO_ADMIN },
	{ GET, "/admin/routine", admin_routine_page, WHO_ADMIN },
	{ POST, "/admin/routine", admin_routine_post, WHO_ADMIN },
	{ GET, "/admin/security", admin_security_page, WHO_ADMIN },
	{ GET, "/admin/units", admin_units_page, WHO_ADMIN },
	{ POST, "/admin/units", admin_units_post, WHO_ADMIN },
	{ GET, "/admin/units/:unit", admin_unit_page, WHO_ADMIN },
	{ POST, "/admin/units/:unit", admin_unit_post, WHO_ADMIN },

	/* take out: the whole of a process, when all three agree */
	{ GET, "/p/:process/take-out", take_out_page, WHO_GROUP, OF_PROCESS },
	{ POST, "/p/:process/take-out", take_out_post, WHO_GROUP, OF_PROCESS },
	{ POST, "/p/:process/take-out/file", take_out_file_post, WHO_GROUP, OF_PROCESS, ROUTE_FRESH },

	/* staff list: many people at once */
	{ GET, "/admin/staff-list", staff_list_page, WHO_ADMIN },
	{ POST, "/admin/staff-list", staff_list_post, WHO_ADMIN, .flags = ROUTE_FILE, .max_body = (size_t)5 * 1024 * 1024 },
	{ GET, "/admin/staff-list/example", staff_list_example_page, WHO_ADMIN },
	{ POST, "/admin/staff-list/take", staff_list_take_post, WHO_ADMIN, .max_body = (size_t)1024 * 1024 },

	/* mail: the administrator */
	{ GET, "/admin/mail", mail_admin_page, WHO_ADMIN },
	{ POST, "/admin/mail", mail_admin_post, WHO_ADMIN },
	{ POST, "/admin/mail/again", mail_again_post, WHO_ADMIN },
	{ POST, "/admin/mail/test", mail_test_post, WHO_ADMIN },
	/* mail: what is sent by itself, and stopping it; a stop link is its own key */
	{ GET, "/p/:process/reminders", reminders_page, WHO_GROUP, OF_PROCESS },
	{ POST, "/p/:process/reminders", reminders_post, WHO_GROUP, OF_PROCESS },
	{ GET, "/stop/:token", stop_page, WHO_ANYONE, .flags = ROUTE_UNNAMED },
	{ POST, "/stop/:token", stop_post, WHO_ANYONE, .flags = ROUTE_UNNAMED },

	/* demo: not found anywhere else */
	{ GET, "/demo/:role", demo_login_page, WHO_ANYONE },
	{ POST, "/demo/:role", demo_login_post, WHO_ANYONE, .flags = ROUTE_OPEN_FORM },

	/* agenda: meetings of the group and staff meetings; staff read what is open to them */
	{ GET, "/p/:process/meetings", agenda_page, WHO_GROUP | WHO_STAFF, OF_PROCESS },
	{ GET, "/p/:process/meetings/new", agenda_new_page, WHO_GROUP, OF_PROCESS },
	{ POST, "/p/:process/meetings/new", agenda_new_post, WHO_GROUP, OF_PROCESS },
	{ GET, "/p/:process/meetings/:id", agenda_meeting_page, WHO_GROUP | WHO_STAFF, OF_PROCESS },
	{ POST, "/p/:process/meetings/:id/act", agenda_act_post, WHO_GROUP, OF_PROCESS },
	{ GET, "/p/:process/meetings/:id/call", agenda_call_page, WHO_GROUP, OF_PROCESS },
	{ POST, "/p/:process/meetings/:id/call", agenda_call_post, WHO_GROUP, OF_PROCESS },
	{ POST, "/p/:process/meetings/:id/correct", agenda_correct_post, WHO_GROUP, OF_PROCESS },
	{ GET, "/p/:process/meetings/:id/edit", agenda_edit_page, WHO_GROUP, OF_PROCESS },
	{ POST, "/p/:process/meetings/:id/edit", agenda_edit_post, WHO_GROUP, OF_PROCESS },
	{ GET, "/p/:process/meetings/:id/end", agenda_end_page, WHO_GROUP, OF_PROCESS },
	{ POST, "/p/:process/meetings/:id/end", agenda_end_post, WHO_GROUP, OF_PROCESS },
	{ GET, "/p/:process/meetings/:id/items", agenda_item_new_page, WHO_GROUP, OF_PROCESS },
	{ POST, "/p/:process/meetings/:id/items", agenda_item_new_post, WHO_GROUP, OF_PROCESS },
	{ GET, "/p/:process/meetings/:id/items/:item", agenda_item_page, WHO_GROUP, OF_PROCESS },
	{ POST, "/p/:process/meetings/:id/items/:item", agenda_item_post, WHO_GROUP, OF_PROCESS },
	{ GET, "/p/:process/meetings/:id/mail", agenda_mail_page, WHO_GROUP, OF_PROCESS },
	{ POST, "/p/:process/meetings/:id/mail", agenda_mail_post, WHO_GROUP, OF_PROCESS },
	{ GET, "/p/:process/meetings/:id/print", agenda_print_page, WHO_GROUP, OF_PROCESS },
	{ GET, "/p/:process/meetings/:id/run", agenda_run_page, WHO_GROUP, OF_PROCESS },
	{ POST, "/p/:process/meetings/:id/run", agenda_run_post, WHO_GROUP, OF_PROCESS },
	{ POST, "/p/:process/meetings/:id/tasks", agenda_task_post, WHO_GROUP, OF_PROCESS },
	{ GET, "/w/:public_id/meetings/:id", agenda_public_page, WHO_ANYONE, .flags = ROUTE_UNNAMED },

	/* causes: what the workshops found behind each challenge; and what is lifted */
	{ GET, "/p/:process/causes", causes_page, WHO_DESK | WHO_STAFF, OF_PROCESS },
	{ POST, "/p/:process/causes/bone", causes_bone_post, WHO_GROUP, OF_PROCESS },
	{ POST, "/p/:process/causes/erase", causes_erase_post, WHO_GROUP, OF_PROCESS },
	{ POST, "/p/:process/causes/mark", causes_mark_post, WHO_GROUP, OF_PROCESS },
	{ POST, "/p/:process/causes/task", causes_task_post, WHO_GROUP, OF_PROCESS },
	{ GET, "/p/:process/lifts", lifts_page, WHO_UNIT, OF_PROCESS },
	{ POST, "/p/:process/lifts", lifts_post, WHO_GROUP, OF_PROCESS },
	{ POST, "/p/:process/lifts/answer", lifts_answer_post, WHO_GROUP | ROLE_BIT(ROLE_SUPERIOR), OF_PROCESS },

	/* chain: from what was said to what was chosen */
	{ GET, "/p/:process/chain", chain_page, WHO_DESK | WHO_STAFF, OF_PROCESS },
	{ GET, "/p/:process/choose", choose_page, WHO_PLAN, OF_PROCESS },
	{ POST, "/p/:process/choose", choose_post, WHO_GROUP, OF_PROCESS },
	{ GET, "/p/:process/decide", decide_page, WHO_PLAN, OF_PROCESS },
	{ POST, "/p/:process/decide", decide_post, WHO_GROUP, OF_PROCESS },
	{ GET, "/p/:process/handle", handle_page, WHO_DESK | ROLE_BIT(ROLE_SUPERIOR), OF_PROCESS },
	{ POST, "/p/:process/handle/add", handle_add_post, WHO_GROUP, OF_PROCESS },
	{ POST, "/p/:process/handle/set", handle_set_post, WHO_GROUP | ROLE_BIT(ROLE_SUPERIOR), OF_PROCESS },
	{ GET, "/p/:process/notes", raw_notes_page, WHO_GROUP, OF_PROCESS },
	{ POST, "/p/:process/notes", raw_notes_post, WHO_GROUP, OF_PROCESS, ROUTE_FRESH },
	{ POST, "/p/:process/notes/relax", raw_notes_relax_post, WHO_GROUP, OF_PROCESS },
	{ GET, "/p/:process/results", results_page, WHO_DESK | WHO_STAFF, OF_PROCESS },
	{ GET, "/p/:process/results/:challenge", result_page, WHO_DESK | WHO_STAFF, OF_PROCESS },
	{ GET, "/p/:process/themes", themes_page, WHO_DESK, OF_PROCESS },
	{ POST, "/p/:process/themes/apart", themes_apart_post, WHO_PLAN, OF_PROCESS },
	{ POST, "/p/:process/themes/back", themes_back_post, WHO_REPS, OF_PROCESS },
	{ POST, "/p/:process/themes/erase", themes_erase_post, WHO_GROUP, OF_PROCESS },
	{ POST, "/p/:process/themes/merge", themes_merge_post, WHO_PLAN, OF_PROCESS },
	{ POST, "/p/:process/themes/name", themes_name_post, WHO_PLAN, OF_PROCESS },
	{ POST, "/p/:process/themes/new", themes_new_post, WHO_PLAN, OF_PROCESS },
	{ POST, "/p/:process/themes/take", themes_take_post, WHO_PLAN, OF_PROCESS },

	/* calendar: dates; a feed's address is its own key, so nobody is asked who they are and no line names it */
	{ GET, "/calendar/:token/medvirk.ics", feed_page, WHO_ANYONE, .flags = ROUTE_UNNAMED },
	{ GET, "/me/calendar", me_calendar_page, WHO_USER },
	{ POST, "/me/calendar", me_calendar_post, WHO_USER },
	{ GET, "/p/:process/plan.ics", plan_calendar_page, WHO_DESK | WHO_STAFF, OF_PROCESS },
	{ GET, "/r/:code/next.ics", room_calendar_page, WHO_ANYONE, OF_CODE, ROUTE_UNNAMED },
	{ GET, "/w/:public_id/next.ics", public_calendar_page, WHO_ANYONE, .flags = ROUTE_UNNAMED },

	/* files: for spreadsheets */
	{ GET, "/p/:process/files/action-plan", files_action_plan_page, WHO_GROUP, OF_PROCESS },
	{ GET, "/p/:process/files/measures", files_measures_page, WHO_DESK | WHO_STAFF, OF_PROCESS },
	{ GET, "/p/:process/files/results", files_results_page, WHO_GROUP, OF_PROCESS },
	{ GET, "/u/:unit/files/measures", files_measures_page, WHO_DESK | WHO_STAFF, OF_UNIT },

	/* from paper */
	{ GET, "/s/:sitting/paper", paper_page, WHO_DESK, OF_SITTING },
	{ POST, "/s/:sitting/paper/causes", paper_causes_post, WHO_PLAN, OF_SITTING },
	{ POST, "/s/:sitting/paper/close", paper_close_post, WHO_PLAN, OF_SITTING },
	{ POST, "/s/:sitting/paper/filled", paper_filled_post, WHO_PLAN, OF_SITTING },
	{ POST, "/s/:sitting/paper/marks", paper_marks_post, WHO_PLAN, OF_SITTING },
	{ POST, "/s/:sitting/paper/notes", paper_notes_post, WHO_PLAN, OF_SITTING },
	{ POST, "/s/:sitting/paper/places", paper_places_post, WHO_PLAN, OF_SITTING },
	{ POST, "/s/:sitting/paper/sheet", paper_sheet_post, WHO_PLAN, OF_SITTING },
	{ POST, "/s/:sitting/paper/totals", paper_totals_post, WHO_PLAN, OF_SITTING },
	{ POST, "/s/:sitting/paper/verdict", paper_verdict_post, WHO_PLAN, OF_SITTING },

	/* frame */
	{ GET, "/a/*", asset_page, WHO_ANYONE, .flags = ROUTE_UNNAMED },
	{ POST, "/language", language_post, WHO_ANYONE, .flags = ROUTE_UNNAMED },

	/* print: each thing as a page and as PDF */
	{ GET, "/p/:process/made/:phase", made_page, WHO_DESK, OF_PROCESS },
	{ GET, "/p/:process/pdf/made/:phase", pdf_made_page, WHO_DESK, OF_PROCESS },
	{ GET, "/p/:process/pdf/minutes/:id", pdf_minutes_page, WHO_GROUP, OF_PROCESS },
	{ GET, "/p/:process/pdf/phase/:phase", pdf_phase_page, WHO_DESK, OF_PROCESS },
	{ GET, "/p/:process/pdf/phase/:phase/:session/:what", pdf_one_page, WHO_DESK, OF_PROCESS },
	{ GET, "/p/:process/pdf/plan", pdf_plan_page, WHO_DESK, OF_PROCESS },
	{ GET, "/p/:process/pdf/report", pdf_report_page, WHO_GROUP, OF_PROCESS },
	{ GET, "/p/:process/pdf/rules", pdf_rules_page, WHO_DESK, OF_PROCESS },
	{ GET, "/p/:process/print", print_list_page, WHO_DESK, OF_PROCESS },
	{ GET, "/p/:process/print/:phase/:session/:what", print_one_page, WHO_DESK, OF_PROCESS },
	{ GET, "/p/:process/print/plan", print_plan_page, WHO_DESK, OF_PROCESS },
	{ GET, "/p/:process/print/rules", print_rules_page, WHO_DESK, OF_PROCESS },
	{ GET, "/p/:process/reports", reports_page, WHO_GROUP, OF_PROCESS },
	{ GET, "/p/:process/reports/:report", report_page, WHO_GROUP, OF_PROCESS },
	{ POST, "/p/:process/reports/publish", publish_post, WHO_GROUP, OF_PROCESS },
	{ GET, "/p/:process/reports/published/:id", published_page, WHO_GROUP, OF_PROCESS },
	{ POST, "/p/:process/reports/withdraw", publish_withdraw_post, WHO_GROUP, OF_PROCESS },
	{ GET, "/w/:public_id/reports/:id", public_report_page, WHO_ANYONE, .flags = ROUTE_UNNAMED },
	{ GET, "/w/:public_id/reports/:id/pdf", public_report_pdf_page, WHO_ANYONE, .flags = ROUTE_UNNAMED },

	/* measure */
	{ GET, "/m/:token", checkin_page, WHO_ANYONE, .flags = ROUTE_UNNAMED },
	{ POST, "/m/:token", checkin_post, WHO_ANYONE, .flags = ROUTE_UNNAMED },
	{ GET, "/m/:token/own", own_page, WHO_ANYONE, .flags = ROUTE_UNNAMED },
	{ POST, "/m/:token/own", own_post, WHO_ANYONE, .flags = ROUTE_UNNAMED },
	{ GET, "/p/:process/measures", measures_page, WHO_UNIT, OF_PROCESS },
	{ GET, "/p/:process/measures/:id", measure_page, WHO_DESK | WHO_STAFF | WHO_ABOVE, OF_PROCESS },
	{ GET, "/u/:unit/measures", measures_page, WHO_UNIT, OF_UNIT },
	{ POST, "/u/:unit/measures/ask", measures_ask_post, WHO_GROUP, OF_UNIT },
	{ GET, "/u/:unit/measures/calendar.ics", measures_calendar_page, WHO_UNIT, OF_UNIT },
	{ POST, "/u/:unit/measures/hidden", measures_hidden_post, ROLE_BIT(ROLE_SAFETY), OF_UNIT },
	{ GET, "/u/:unit/measures/new", measure_new_page, WHO_GROUP, OF_UNIT },
	{ POST, "/u/:unit/measures/new", measure_new_post, WHO_GROUP, OF_UNIT },
	{ GET, "/u/:unit/measures/:id", measure_page, WHO_DESK | WHO_STAFF | WHO_ABOVE, OF_UNIT },
	{ POST, "/u/:unit/measures/:id/consult", measure_consult_post, ROLE_BIT(ROLE_SAFETY), OF_UNIT },
	{ POST, "/u/:unit/measures/:id/decide", measure_decide_post, WHO_LEADER, OF_UNIT },
	{ GET, "/u/:unit/measures/:id/edit", measure_edit_page, WHO_GROUP, OF_UNIT },
	{ POST, "/u/:unit/measures/:id/edit", measure_edit_post, WHO_GROUP, OF_UNIT },
	{ POST, "/u/:unit/measures/:id/evaluate", measure_evaluate_post, WHO_GROUP, OF_UNIT },
	{ POST, "/u/:unit/measures/:id/habit", measure_habit_post, WHO_GROUP | WHO_STAFF, OF_UNIT },
	{ POST, "/u/:unit/measures/:id/log", measure_log_post, WHO_GROUP | WHO_STAFF, OF_UNIT },
	{ POST, "/u/:unit/measures/:id/object", measure_object_post, WHO_GROUP, OF_UNIT },
	{ POST, "/u/:unit/measures/:id/open", measure_open_post, WHO_GROUP | ROLE_BIT(ROLE_SUPERIOR), OF_UNIT },
	{ GET, "/u/:unit/measures/:id/poster", measure_poster_page, WHO_GROUP, OF_UNIT },
	{ POST, "/u/:unit/measures/:id/remove", measure_remove_post, WHO_GROUP, OF_UNIT },
	{ POST, "/u/:unit/measures/:id/sentence", measure_sentence_post, WHO_GROUP, OF_UNIT },
	{ POST, "/u/:unit/measures/:id/settle", measure_settle_post, WHO_GROUP, OF_UNIT },
	{ POST, "/u/:unit/measures/:id/slip", measure_slip_post, WHO_GROUP, OF_UNIT },
	{ POST, "/u/:unit/measures/:id/slip/end", measure_slip_end_post, WHO_GROUP, OF_UNIT },
	{ POST, "/u/:unit/measures/:id/status", measure_status_post, WHO_GROUP | WHO_STAFF, OF_UNIT },

	/* process */
	{ GET, "/", home_page, WHO_ANYONE },
	{ GET, "/p/:process", overview_page, WHO_UNIT, OF_PROCESS },
	{ GET, "/p/:process/checklists", checklists_page, WHO_DESK, OF_PROCESS },
	{ POST, "/p/:process/checklists", checklists_post, WHO_PLAN, OF_PROCESS },
	{ POST, "/p/:process/checklists/:item", check_post, WHO_DESK, OF_PROCESS },
	{ GET, "/p/:process/invite", colleagues_page, WHO_PLAN, OF_PROCESS },
	{ GET, "/p/:process/messages", messages_page, WHO_PLAN, OF_PROCESS },
	{ POST, "/p/:process/messages", messages_post, WHO_PLAN, OF_PROCESS },
	{ GET, "/p/:process/messages/:phase/:session/:message", message_page, WHO_PLAN, OF_PROCESS },
	{ GET, "/p/:process/messages/:phase/:session/:message/edit", message_edit_page, WHO_PLAN, OF_PROCESS },
	{ POST, "/p/:process/messages/:phase/:session/:message/edit", message_edit_post, WHO_PLAN, OF_PROCESS },
	{ POST, "/p/:process/messages/:phase/:session/:message/outbox", message_outbox_post, WHO_PLAN, OF_PROCESS },
	{ GET, "/p/:process/plan", plan_page, WHO_DESK | WHO_STAFF, OF_PROCESS },
	{ POST, "/p/:process/plan", plan_post, WHO_PLAN, OF_PROCESS },
	{ GET, "/p/:process/plan/:phase", plan_edit_page, WHO_PLAN, OF_PROCESS },
	{ POST, "/p/:process/plan/:phase", plan_edit_post, WHO_PLAN, OF_PROCESS },
	{ GET, "/p/:process/rules", rules_page, WHO_DESK | WHO_STAFF, OF_PROCESS },
	{ POST, "/p/:process/rules", rules_post, WHO_PLAN, OF_PROCESS },
	{ GET, "/p/:process/settings", settings_page, WHO_GROUP, OF_PROCESS },
	{ POST, "/p/:process/settings", settings_post, WHO_GROUP, OF_PROCESS },
	{ POST, "/p/:process/start", process_start_post, WHO_GROUP, OF_PROCESS },
	{ POST, "/p/:process/state", process_state_post, WHO_GROUP, OF_PROCESS },
	{ GET, "/u/:unit/begin", begin_page, WHO_GROUP, OF_UNIT },
	{ POST, "/u/:unit/begin", begin_post, WHO_GROUP, OF_UNIT },
	/* process: the staff's page; nobody is asked who they are */
	{ GET, "/w/:public_id", staff_page, WHO_ANYONE, .flags = ROUTE_UNNAMED },
	{ GET, "/w/:public_id/questions", prepare_page, WHO_ANYONE, .flags = ROUTE_UNNAMED },

	/* released: what the three show to staff, chosen, worded and agreed on; and by an address, for anybody who has it */
	{ GET, "/p/:process/released", released_page, WHO_GROUP, OF_PROCESS },
	{ POST, "/p/:process/released/act", released_act_post, WHO_GROUP, OF_PROCESS },
	{ POST, "/p/:process/released/ask", released_ask_post, WHO_GROUP, OF_PROCESS },
	{ POST, "/p/:process/released/hand-out", released_hand_out_post, WHO_GROUP, OF_PROCESS },
	{ GET, "/p/:process/released/items/:item", released_edit_page, WHO_GROUP, OF_PROCESS },
	{ POST, "/p/:process/released/items/:item", released_edit_post, WHO_GROUP, OF_PROCESS },
	{ POST, "/p/:process/released/links", released_links_post, WHO_GROUP, OF_PROCESS },
	{ GET, "/p/:process/released/new", released_new_page, WHO_GROUP, OF_PROCESS },
	{ POST, "/p/:process/released/new", released_new_post, WHO_GROUP, OF_PROCESS },
	{ GET, "/w/said/:token", said_page, WHO_ANYONE, .flags = ROUTE_UNNAMED },
	{ GET, "/w/screen/:token", screen_page, WHO_ANYONE, .flags = ROUTE_UNNAMED },

	/* meeting: gatherings */
	{ GET, "/p/:process/sittings", sittings_page, WHO_DESK, OF_PROCESS },
	{ GET, "/p/:process/sittings/new", sitting_new_page, WHO_PLAN, OF_PROCESS },
	{ POST, "/p/:process/sittings/new", sitting_new_post, WHO_PLAN, OF_PROCESS },
	{ GET, "/s/:sitting", sitting_page, WHO_DESK, OF_SITTING },
	{ POST, "/s/:sitting/close", sitting_close_post, WHO_DESK, OF_SITTING },
	{ GET, "/s/:sitting/edit", sitting_edit_page, WHO_PLAN, OF_SITTING },
	{ POST, "/s/:sitting/edit", sitting_edit_post, WHO_PLAN, OF_SITTING },
	{ POST, "/s/:sitting/open", sitting_open_post, WHO_DESK, OF_SITTING },
	{ POST, "/s/:sitting/rehearse", sitting_rehearse_post, WHO_DESK, OF_SITTING },
	{ POST, "/s/:sitting/remove", sitting_remove_post, WHO_PLAN, OF_SITTING },
	{ GET, "/s/:sitting/runsheet", runsheet_page, WHO_PLAN, OF_SITTING },
	{ POST, "/s/:sitting/runsheet", runsheet_post, WHO_PLAN, OF_SITTING },
	{ GET, "/s/:sitting/slips", slips_page, WHO_GROUP, OF_SITTING },
	{ POST, "/s/:sitting/slips", slips_print_post, WHO_GROUP, OF_SITTING },
	{ GET, "/s/:sitting/tips", tips_page, WHO_DESK, OF_SITTING },

	/* meeting: the group's own, live */
	{ GET, "/s/:sitting/events", meeting_events_page, WHO_PLAN, OF_SITTING },
	{ GET, "/s/:sitting/meeting", meeting_page, WHO_PLAN, OF_SITTING },
	{ POST, "/s/:sitting/meeting/away", meeting_away_post, WHO_PLAN, OF_SITTING },
	{ POST, "/s/:sitting/meeting/form", meeting_form_post, WHO_PLAN, OF_SITTING },
	{ POST, "/s/:sitting/meeting/input", meeting_input_post, WHO_PLAN, OF_SITTING },
	{ POST, "/s/:sitting/meeting/join", meeting_join_post, WHO_PLAN, OF_SITTING },
	{ POST, "/s/:sitting/meeting/own", meeting_own_post, WHO_PLAN, OF_SITTING },
	{ POST, "/s/:sitting/meeting/step", meeting_step_post, WHO_PLAN, OF_SITTING },

	/* room: the phone. Unnamed; each handler asks for the seat */
	{ GET, "/r", code_page, WHO_ANYONE, .flags = ROUTE_UNNAMED },
	{ POST, "/r", code_post, WHO_ANYONE, .flags = ROUTE_UNNAMED },
	{ GET, "/r/:code", landing_page, WHO_ANYONE, OF_CODE, ROUTE_UNNAMED },
	{ POST, "/r/:code/answers", answers_post, WHO_ANYONE, OF_CODE, ROUTE_UNNAMED },
	{ GET, "/r/:code/board", board_page, WHO_ANYONE, OF_CODE, ROUTE_UNNAMED },
	{ POST, "/r/:code/causes", causes_post, WHO_ANYONE, OF_CODE, ROUTE_UNNAMED },
	{ POST, "/r/:code/causes/edit", causes_edit_post, WHO_ANYONE, OF_CODE, ROUTE_UNNAMED },
	{ POST, "/r/:code/causes/move", causes_move_post, WHO_ANYONE, OF_CODE, ROUTE_UNNAMED },
	{ POST, "/r/:code/causes/open", causes_open_post, WHO_ANYONE, OF_CODE, ROUTE_UNNAMED },
	{ GET, "/r/:code/events", events_page, WHO_ANYONE, OF_CODE, ROUTE_UNNAMED },
	{ POST, "/r/:code/join", join_post, WHO_ANYONE, OF_CODE, ROUTE_UNNAMED },
	{ POST, "/r/:code/leave", leave_post, WHO_ANYONE, OF_CODE, ROUTE_UNNAMED },
	{ POST, "/r/:code/notes", notes_post, WHO_ANYONE, OF_CODE, ROUTE_UNNAMED },
	{ POST, "/r/:code/notes/delete", notes_delete_post, WHO_ANYONE, OF_CODE, ROUTE_UNNAMED },
	{ POST, "/r/:code/notes/edit", notes_edit_post, WHO_ANYONE, OF_CODE, ROUTE_UNNAMED },
	{ POST, "/r/:code/pass-on", pass_on_post, WHO_ANYONE, OF_CODE, ROUTE_UNNAMED },
	{ POST, "/r/:code/ready", ready_post, WHO_ANYONE, OF_CODE, ROUTE_UNNAMED },
	{ POST, "/r/:code/places", places_post, WHO_ANYONE, OF_CODE, ROUTE_UNNAMED },
	{ GET, "/r/:code/room", room_page, WHO_ANYONE, OF_CODE, ROUTE_UNNAMED },
	{ POST, "/r/:code/sheets", sheets_post, WHO_ANYONE, OF_CODE, ROUTE_UNNAMED },
	{ POST, "/r/:code/sheets/leave", sheets_leave_post, WHO_ANYONE, OF_CODE, ROUTE_UNNAMED },
	{ POST, "/r/:code/sheets/take", sheets_take_post, WHO_ANYONE, OF_CODE, ROUTE_UNNAMED },
	{ POST, "/r/:code/slip", slip_post, WHO_ANYONE, OF_CODE, ROUTE_UNNAMED },
	{ GET, "/r/:code/slip/:slip", slip_page, WHO_ANYONE, OF_CODE, ROUTE_UNNAMED },
	{ POST, "/r/:code/sort", sort_post, WHO_ANYONE, OF_CODE, ROUTE_UNNAMED },
	{ POST, "/r/:code/table", table_post, WHO_ANYONE, OF_CODE, ROUTE_UNNAMED },
	{ POST, "/r/:code/themes", themes_post, WHO_ANYONE, OF_CODE, ROUTE_UNNAMED },
	{ POST, "/r/:code/themes/notes", themes_notes_post, WHO_ANYONE, OF_CODE, ROUTE_UNNAMED },
	{ POST, "/r/:code/verdicts", verdicts_post, WHO_ANYONE, OF_CODE, ROUTE_UNNAMED },
	{ POST, "/r/:code/votes", votes_post, WHO_ANYONE, OF_CODE, ROUTE_UNNAMED },
	{ GET, "/r/:code/wall/:token", wall_page, WHO_ANYONE, OF_CODE, ROUTE_UNNAMED },

	/* room: the desk */
	{ GET, "/r/:code/desk", desk_page, WHO_DESK, OF_CODE },
	{ POST, "/r/:code/desk/bones", desk_bones_post, WHO_DESK, OF_CODE },
	{ POST, "/r/:code/desk/causes", desk_causes_post, WHO_DESK, OF_CODE },
	{ POST, "/r/:code/desk/causes/edit", desk_causes_edit_post, WHO_DESK, OF_CODE },
	{ POST, "/r/:code/desk/causes/move", desk_causes_move_post, WHO_DESK, OF_CODE },
	{ POST, "/r/:code/desk/causes/open", desk_causes_open_post, WHO_DESK, OF_CODE },
	{ POST, "/r/:code/desk/end", desk_end_post, WHO_DESK, OF_CODE },
	{ POST, "/r/:code/desk/merge", desk_merge_post, WHO_DESK, OF_CODE },
	{ POST, "/r/:code/desk/note", desk_note_post, WHO_DESK, OF_CODE },
	{ POST, "/r/:code/desk/paper", desk_paper_post, WHO_DESK, OF_CODE },
	{ POST, "/r/:code/desk/places", desk_places_post, WHO_DESK, OF_CODE },
	{ GET, "/r/:code/desk/reading", reading_page, WHO_REPS, OF_CODE },
	{ POST, "/r/:code/desk/reading/aside", reading_aside_post, WHO_REPS, OF_CODE },
	{ POST, "/r/:code/desk/reading/join", reading_join_post, WHO_REPS, OF_CODE },
	{ POST, "/r/:code/desk/reading/release", reading_release_post, WHO_REPS, OF_CODE },
	{ POST, "/r/:code/desk/settings", desk_settings_post, WHO_DESK, OF_CODE },
	{ POST, "/r/:code/desk/sort", desk_sort_post, WHO_DESK, OF_CODE },
	{ POST, "/r/:code/desk/sheets", desk_sheets_post, WHO_DESK, OF_CODE },
	{ POST, "/r/:code/desk/sheets/take", desk_sheets_take_post, WHO_DESK, OF_CODE },
	{ POST, "/r/:code/desk/step", desk_step_post, WHO_DESK, OF_CODE },
	{ POST, "/r/:code/desk/take", desk_take_post, WHO_DESK, OF_CODE },
	{ POST, "/r/:code/desk/themes", desk_themes_post, WHO_DESK, OF_CODE },
	{ POST, "/r/:code/desk/themes/notes", desk_themes_notes_post, WHO_DESK, OF_CODE },
	{ POST, "/r/:code/desk/vote", desk_vote_post, WHO_DESK, OF_CODE },
};

const size_t route_count = COUNT(routes);
