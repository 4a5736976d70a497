-- How long things are kept, and what forgets them. What deletes takes a bounded piece at a time.

-- stmt: RETENTION_DROP
DELETE FROM setting WHERE name = $1;

-- stmt: RETENTION_SETTINGS
SELECT name, value FROM setting WHERE name LIKE 'keep.%' LIMIT 100;

-- stmt: RETENTION_UNITS
SELECT DISTINCT unit_id FROM process ORDER BY unit_id LIMIT 500;

-- One node at a time: whoever holds the turn, or finds it over. The value is the second until which it holds, and who. One that holds
-- for longer than any turn ($4) was taken by a clock that was ahead.
-- stmt: RETENTION_TURN
INSERT INTO setting (name, value) VALUES ('retention.turn', $1) ON CONFLICT (name) DO UPDATE SET value = excluded.value
 WHERE substr(setting.value, 1, 10) < $2 OR substr(setting.value, 12) = $3 OR substr(setting.value, 1, 10) > $4;

-- The earlier wish counts, and the newer sign: a wiping that began before this wish does not grant it.
-- stmt: WIPE_ASK
INSERT INTO setting (name, value) VALUES ('wipe', $1) ON CONFLICT (name) DO UPDATE SET value =
  CASE WHEN substr(excluded.value, 1, 10) < substr(setting.value, 1, 10) THEN excluded.value
       ELSE substr(setting.value, 1, 10) || substr(excluded.value, 11) END;

-- stmt: EXPIRE_KEYS
DELETE FROM form_key WHERE key IN (SELECT key FROM form_key WHERE at < $1 LIMIT 500);

-- stmt: EXPIRE_KEYS_DUE
SELECT COUNT(*) FROM form_key WHERE at < $1;

-- stmt: EXPIRE_SESSIONS
DELETE FROM session WHERE token_hash IN (SELECT token_hash FROM session WHERE expires < $1 LIMIT 500);

-- stmt: EXPIRE_SESSIONS_DUE
SELECT COUNT(*) FROM session WHERE expires < $1;

-- stmt: EXPIRE_ONETIME
DELETE FROM onetime WHERE token_hash IN (SELECT token_hash FROM onetime WHERE expires < $1 LIMIT 500);

-- stmt: EXPIRE_ONETIME_DUE
SELECT COUNT(*) FROM onetime WHERE expires < $1;

-- stmt: EXPIRE_CODES
UPDATE sitting SET code = NULL, wall_token = NULL
 WHERE id IN (SELECT id FROM sitting WHERE state = 'closed' AND closed_at < $1 AND code IS NOT NULL LIMIT 500);

-- stmt: EXPIRE_CODES_DUE
SELECT COUNT(*) FROM sitting WHERE state = 'closed' AND closed_at < $1 AND code IS NOT NULL;

-- stmt: EXPIRE_LETTERS
DELETE FROM outbox WHERE id IN (SELECT id FROM outbox WHERE created < $1 AND not_before < $1 ORDER BY id LIMIT 500);

-- stmt: EXPIRE_LETTERS_DUE
SELECT COUNT(*) FROM outbox WHERE created < $1 AND not_before < $1;

-- stmt: EXPIRE_HANDLED
DELETE FROM handle_item WHERE id IN (SELECT id FROM handle_item WHERE handled_at < $1 LIMIT 500);

-- stmt: EXPIRE_HANDLED_DUE
SELECT COUNT(*) FROM handle_item WHERE handled_at < $1;

-- stmt: EXPIRE_LOG_DUE
SELECT COUNT(*) FROM audit WHERE at < $1 AND salt IS NOT NULL;

-- stmt: EXPIRE_NOTES_DUE
SELECT COUNT(*) FROM note n JOIN process p ON n.room_id = -p.id WHERE p.ended < $1;

-- stmt: EXPIRE_NOTES_FIRST
SELECT p.id, p.unit_id FROM process p
 WHERE p.ended < $1 AND EXISTS (SELECT 1 FROM note n WHERE n.room_id = -p.id) ORDER BY p.id LIMIT 1;

-- Theme and count stay.
-- stmt: EXPIRE_NOTES_COUNT
UPDATE theme SET notes_gone = notes_gone
     + (SELECT COUNT(*) FROM note n WHERE n.theme_id = theme.id AND n.state = 'shown' AND n.room_id = -theme.process_id)
 WHERE process_id = $1;

-- What grew from a note goes on from what the note was about, so that the thread holds.
-- stmt: EXPIRE_NOTES_THREAD
UPDATE entry SET about = COALESCE((SELECT n.about FROM note n WHERE n.room_id = -entry.process_id AND n.id = SUBSTR(entry.about, 6)), '')
 WHERE process_id = $1 AND about LIKE 'note:%';

-- stmt: EXPIRE_NOTES
DELETE FROM note WHERE process_id = $1 AND room_id = -$1;

-- stmt: EXPIRE_NOTES_ASKED
DELETE FROM erase_ask WHERE process_id = $1;

-- stmt: EXPIRE_WORK_DUE
SELECT COUNT(*) FROM process WHERE ended < $1;

-- stmt: EXPIRE_WORK_FIRST
SELECT id FROM process p WHERE ended < $1
   AND NOT EXISTS (SELECT 1 FROM sitting s WHERE s.process_id = p.id AND s.state IN ('open', 'broken')) ORDER BY id LIMIT 1;

-- The three have agreed to delete it.
-- stmt: EXPIRE_ASKED_FIRST
SELECT id FROM process p WHERE erase_at IS NOT NULL
   AND NOT EXISTS (SELECT 1 FROM sitting s WHERE s.process_id = p.id AND s.state IN ('open', 'broken')) ORDER BY id LIMIT 1;

-- stmt: EXPIRE_ASKED_DUE
SELECT COUNT(*) FROM process WHERE erase_at <= $1;

-- Measures of the unit itself, that are done and not to be looked at again.
-- stmt: EXPIRE_MEASURES_DUE
SELECT COUNT(*) FROM measure
 WHERE process_id IS NULL AND done_at < $1 AND COALESCE(look_at, 0) < $1 AND COALESCE(evaluate_at, 0) < $1;

-- stmt: EXPIRE_MEASURES_FIRST
SELECT id FROM measure
 WHERE process_id IS NULL AND done_at < $1 AND COALESCE(look_at, 0) < $1 AND COALESCE(evaluate_at, 0) < $1 ORDER BY id LIMIT 1;

-- stmt: RETENTION_STILL
SELECT COUNT(*) FROM process p WHERE p.ended IS NULL AND p.created < $1
   AND NOT EXISTS (SELECT 1 FROM audit a WHERE a.process_id = p.id AND a.at >= $1);

-- ---- a whole process, what refers to others first ----

-- stmt: GONE_ABOUT
SELECT p.unit_id, p.name, (SELECT COUNT(*) FROM sitting s WHERE s.process_id = p.id AND s.state IN ('open', 'broken'))
  FROM process p WHERE p.id = $1;

-- stmt: GONE_NOTES
DELETE FROM note WHERE process_id = $1 AND room_id = -$1 AND id IN (SELECT id FROM note WHERE room_id = -$1 LIMIT 2000);

-- stmt: GONE_ATTENDANCE
DELETE FROM attendance WHERE sitting_id IN (SELECT id FROM sitting WHERE process_id = $1);

-- stmt: GONE_STEPS
DELETE FROM sitting_step WHERE sitting_id IN (SELECT id FROM sitting WHERE process_id = $1);

-- stmt: GONE_BALLOTS
DELETE FROM sitting_ballot WHERE sitting_id IN (SELECT id FROM sitting WHERE process_id = $1);

-- stmt: GONE_VOTES
DELETE FROM vote WHERE round_id IN (SELECT id FROM vote_round WHERE process_id = $1);

-- stmt: GONE_TOTALS
DELETE FROM vote_total WHERE round_id IN (SELECT id FROM vote_round WHERE process_id = $1);

-- stmt: GONE_ROUNDS
DELETE FROM vote_round WHERE process_id = $1;

-- stmt: GONE_SEATS
DELETE FROM seat WHERE room_id IN (SELECT id FROM sitting WHERE process_id = $1);

-- stmt: GONE_SEAT_SHEETS
DELETE FROM seat_sheet WHERE room_id IN (SELECT id FROM sitting WHERE process_id = $1);

-- stmt: GONE_SEAT_FIELDS
DELETE FROM seat_sheet_field WHERE room_id IN (SELECT id FROM sitting WHERE process_id = $1);

-- stmt: GONE_KEYS
DELETE FROM room_key WHERE room_id IN (SELECT id FROM sitting WHERE process_id = $1);

-- stmt: GONE_GONE
DELETE FROM note_gone WHERE room_id IN (SELECT id FROM sitting WHERE process_id = $1);

-- stmt: GONE_EVENTS
DELETE FROM event WHERE room_id IN (SELECT id FROM sitting WHERE process_id = $1);

-- stmt: GONE_SLIPS
DELETE FROM vote_slip WHERE room_id IN (SELECT id FROM sitting WHERE process_id = $1);

-- stmt: GONE_TAPS
DELETE FROM second_tap WHERE room_id IN (SELECT id FROM sitting WHERE process_id = $1);

-- stmt: GONE_READING
DELETE FROM first_reading WHERE room_id IN (SELECT id FROM sitting WHERE process_id = $1);

-- stmt: GONE_THEMES
DELETE FROM theme WHERE process_id = $1;

-- stmt: GONE_CAUSES
DELETE FROM cause WHERE process_id = $1;

-- stmt: GONE_BONES
DELETE FROM bone WHERE process_id = $1;

-- stmt: GONE_FIELDS
DELETE FROM entry_field WHERE entry_id IN (SELECT id FROM entry WHERE process_id = $1);

-- stmt: GONE_ENTRIES
DELETE FROM entry WHERE process_id = $1;

-- stmt: GONE_PLACINGS
DELETE FROM map_place WHERE process_id = $1;

-- stmt: GONE_MEASURE_HELPERS
DELETE FROM measure_helper WHERE measure_id IN (SELECT id FROM measure WHERE process_id = $1 OR id = $2);

-- stmt: GONE_MEASURE_LOG
DELETE FROM measure_log WHERE measure_id IN (SELECT id FROM measure WHERE process_id = $1 OR id = $2);

-- stmt: GONE_MEASURE_OBJECTIONS
DELETE FROM measure_objection WHERE measure_id IN (SELECT id FROM measure WHERE process_id = $1 OR id = $2);

-- stmt: GONE_MEASURE_LOOKS
DELETE FROM measure_look WHERE measure_id IN (SELECT id FROM measure WHERE process_id = $1 OR id = $2);

-- stmt: GONE_MEASURE_TAPS
DELETE FROM measure_tap WHERE measure_id IN (SELECT id FROM measure WHERE process_id = $1 OR id = $2);

-- stmt: GONE_MEASURE_SENTENCES
DELETE FROM measure_sentence WHERE measure_id IN (SELECT id FROM measure WHERE process_id = $1 OR id = $2);

-- stmt: GONE_MEASURES
DELETE FROM measure WHERE process_id = $1 OR id = $2;

-- stmt: GONE_PUBLISHED
DELETE FROM published_report WHERE process_id = $1;

-- stmt: GONE_RELEASED_ITEMS
DELETE FROM released_item WHERE process_id = $1 OR measure_id = $2;

-- stmt: GONE_RELEASED_LINKS
DELETE FROM released_link WHERE process_id = $1;

-- stmt: GONE_TASKS
DELETE FROM task WHERE process_id = $1;

-- stmt: GONE_LIFTS
DELETE FROM lift WHERE process_id = $1;

-- stmt: GONE_CHALLENGES
DELETE FROM challenge WHERE process_id = $1;

-- stmt: GONE_OPENINGS
DELETE FROM note_opening WHERE process_id = $1;

-- stmt: GONE_ERASE_ASKS
DELETE FROM erase_ask WHERE process_id = $1;

-- stmt: GONE_HANDLE
DELETE FROM handle_item WHERE process_id = $1;

-- stmt: GONE_OWN_SHEETS
DELETE FROM own_sheet WHERE process_id = $1;

-- stmt: GONE_GROUP_INPUTS
DELETE FROM group_input WHERE process_id = $1;

-- stmt: GONE_MESSAGES
DELETE FROM message_text WHERE process_id = $1;

-- stmt: GONE_RULES
DELETE FROM ground_rule WHERE process_id = $1;

-- stmt: GONE_CHECKS
DELETE FROM checklist_item WHERE process_id = $1;

-- stmt: GONE_PHASES
DELETE FROM process_phase WHERE process_id = $1;

-- stmt: GONE_INVITATIONS
DELETE FROM invitation WHERE process_id = $1;

-- stmt: GONE_RELEASES
DELETE FROM message_release WHERE process_id = $1;

-- stmt: GONE_DIGEST
DELETE FROM mail_digest WHERE process_id = $1;

-- stmt: GONE_REMINDERS_OFF
DELETE FROM reminder_off WHERE process_id = $1;

-- stmt: GONE_LETTERS
DELETE FROM outbox WHERE process_id = $1;

-- stmt: GONE_AGENDA_ITEMS
DELETE FROM agenda_item WHERE meeting_id IN (SELECT id FROM agenda_meeting WHERE process_id = $1);

-- stmt: GONE_AGENDA_THERE
DELETE FROM agenda_there WHERE meeting_id IN (SELECT id FROM agenda_meeting WHERE process_id = $1);

-- stmt: GONE_AGENDA_SEEN
DELETE FROM agenda_seen WHERE meeting_id IN (SELECT id FROM agenda_meeting WHERE process_id = $1);

-- stmt: GONE_AGENDA_CORRECTIONS
DELETE FROM agenda_correction WHERE meeting_id IN (SELECT id FROM agenda_meeting WHERE process_id = $1);

-- stmt: GONE_AGENDA_MEETINGS
DELETE FROM agenda_meeting WHERE process_id = $1;

-- stmt: GONE_SITTINGS
DELETE FROM sitting WHERE process_id = $1;

-- stmt: GONE_TICKS
DELETE FROM agreement_tick WHERE agreement_id IN (SELECT id FROM agreement WHERE process_id = $1);

-- stmt: GONE_AGREEMENTS
DELETE FROM agreement WHERE process_id = $1;

-- Helpers and workshop leaders of this process only.
-- stmt: GONE_ROLES
DELETE FROM role WHERE process_id = $1;

-- Of the log stay the hashes and the times: that something happened, not what.
-- stmt: GONE_LOG
UPDATE audit SET unit_id = NULL, process_id = NULL, person_id = NULL, about_id = NULL, kind = 'gone', salt = NULL, body = NULL
 WHERE process_id = $1;

-- stmt: GONE_PROCESS
DELETE FROM process WHERE id = $1;

-- stmt: GONE_ASK
UPDATE process SET erase_at = $2 WHERE id = $1 AND erase_at IS NULL;

-- ---- talked over with the representatives ----

-- stmt: DISCUSSED_GET
SELECT d.held_on, d.said_by, d.said_as, p.name, COALESCE(d.confirmed_as, ''), COALESCE(q.name, '')
  FROM discussed d JOIN person p ON p.id = d.said_by LEFT JOIN person q ON q.id = d.confirmed_by WHERE d.unit_id = $1;

-- stmt: DISCUSSED_SAY
INSERT INTO discussed (unit_id, held_on, said_by, said_as) VALUES ($1, $2, $3, $4);

-- stmt: DISCUSSED_CONFIRM
UPDATE discussed SET confirmed_by = $2, confirmed_as = $3 WHERE unit_id = $1 AND confirmed_by IS NULL;

-- stmt: DISCUSSED_DROP
DELETE FROM discussed WHERE unit_id = $1 AND confirmed_by IS NULL;
