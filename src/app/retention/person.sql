-- Erasing a person.

-- stmt: EXPIRE_PERSON_DUE
SELECT COUNT(*) FROM person WHERE left_at < $1 AND erased_at IS NULL;

-- stmt: EXPIRE_PERSON_FIRST
SELECT id FROM person WHERE left_at < $1 AND erased_at IS NULL ORDER BY id LIMIT 1;

-- stmt: PERSON_ERASE_ABOUT
SELECT p.name, COALESCE(p.email, ''), o.lang, p.left_at, p.erased_at
  FROM person p JOIN organisation o ON o.id = p.organisation_id WHERE p.id = $1;

-- stmt: PERSON_ERASE
UPDATE person SET name = $2, email = NULL, secret = NULL, erased_at = $3 WHERE id = $1;

-- stmt: PERSON_ERASE_SESSIONS
DELETE FROM session WHERE person_id = $1;

-- stmt: PERSON_ERASE_ONETIME
DELETE FROM onetime WHERE person_id = $1;

-- stmt: PERSON_ERASE_LETTERS
DELETE FROM outbox WHERE person_id = $1 OR reader_id = $1 OR recipient = $2;

-- stmt: PERSON_ERASE_FEED
DELETE FROM calendar_feed WHERE person_id = $1;

-- stmt: PERSON_ERASE_INVITATIONS
DELETE FROM invitation WHERE person_id = $1;

-- stmt: PERSON_ERASE_REMINDED
DELETE FROM reminder_told WHERE person_id = $1;

-- stmt: PERSON_ERASE_STOPS
DELETE FROM mail_stop WHERE person_id = $1;

-- stmt: PERSON_ERASE_MAIL_CHOICE
DELETE FROM mail_choice WHERE person_id = $1;

-- stmt: PERSON_ERASE_OWN_SHEETS
DELETE FROM own_sheet WHERE person_id = $1;

-- stmt: PERSON_ERASE_INPUTS
UPDATE group_input SET person_id = NULL WHERE person_id = $1;

-- stmt: PERSON_ERASE_CHECKS
UPDATE checklist_item SET owner_id = NULL WHERE owner_id = $1;

-- stmt: PERSON_ERASE_PHASES
UPDATE process_phase SET leads_id = NULL WHERE leads_id = $1;

-- stmt: PERSON_ERASE_LEADS
UPDATE sitting SET leads_id = NULL WHERE leads_id = $1;

-- stmt: PERSON_ERASE_DESKS
UPDATE sitting SET desk_id = NULL WHERE desk_id = $1;

-- stmt: PERSON_ERASE_HANDLE
UPDATE handle_item SET owner_id = NULL WHERE owner_id = $1;

-- stmt: PERSON_ERASE_TASKS
UPDATE task SET owner_id = NULL WHERE owner_id = $1;

-- stmt: PERSON_ERASE_MEASURES
UPDATE measure SET owner_id = NULL WHERE owner_id = $1;

-- stmt: PERSON_ERASE_HELPING
DELETE FROM measure_helper WHERE person_id = $1;

-- stmt: PERSON_ERASE_ITEMS
UPDATE agenda_item SET person_id = NULL WHERE person_id = $1;

-- stmt: PERSON_ERASE_RAISED
UPDATE agenda_item SET raised_by = NULL WHERE raised_by = $1;

-- stmt: PERSON_ERASE_CHAIRS
UPDATE agenda_meeting SET chair_id = NULL WHERE chair_id = $1;

-- stmt: PERSON_ERASE_READING
DELETE FROM first_reading WHERE person_id = $1;

-- stmt: PERSON_ERASE_ASKS
DELETE FROM erase_ask WHERE by_person = $1;

-- stmt: PERSON_ERASE_TAPS
DELETE FROM second_tap WHERE by_person = $1;

-- stmt: PERSON_ERASE_ROLES
UPDATE role SET union_name = NULL, employer = NULL WHERE person_id = $1;

-- The one wording that holds a name: letting in a helper.
-- stmt: PERSON_ERASE_WORDING
UPDATE agreement SET wording = replace(wording, $2, $3)
 WHERE kind = 'grant' AND subject IN (SELECT CAST(id AS TEXT) FROM role WHERE person_id = $1);

-- In reports that were published the name stands as it was printed.
-- stmt: PERSON_ERASE_PUBLISHED
UPDATE published_report SET body = replace(body, $1, $2) WHERE body <> replace(body, $1, $2);

-- ... and the lines of the log about that question. Their hashes stay.
-- stmt: PERSON_ERASE_LOG
UPDATE audit SET salt = NULL, body = NULL WHERE kind LIKE 'agreement.%' AND salt IS NOT NULL AND instr(body, $1) > 0;

-- stmt: PERSON_ERASE_LOG @postgres
UPDATE audit SET salt = NULL, body = NULL WHERE kind LIKE 'agreement.%' AND salt IS NOT NULL AND strpos(body, $1) > 0;

-- stmt: PERSON_TRACES
SELECT (SELECT COUNT(*) FROM outbox o WHERE o.person_id = $1 OR o.reader_id = $1 OR o.recipient = (SELECT email FROM person WHERE id = $1)),
       (SELECT COUNT(*) FROM own_sheet WHERE person_id = $1),
       (SELECT COUNT(*) FROM checklist_item WHERE owner_id = $1 AND done_at IS NULL)
       + (SELECT COUNT(*) FROM task WHERE owner_id = $1 AND done_at IS NULL)
       + (SELECT COUNT(*) FROM handle_item WHERE owner_id = $1 AND handled_at IS NULL)
       + (SELECT COUNT(*) FROM measure WHERE owner_id = $1 AND done_at IS NULL)
       + (SELECT COUNT(*) FROM sitting WHERE leads_id = $1 AND state = 'planned'),
       (SELECT COUNT(*) FROM agreement_tick WHERE person_id = $1),
       (SELECT COUNT(*) FROM attendance WHERE person_id = $1),
       (SELECT COUNT(*) FROM audit WHERE (person_id = $1 OR about_id = $1) AND salt IS NOT NULL);
