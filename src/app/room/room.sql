-- The live room. Whatever is added here must pass the leak test (tests/leak).

-- stmt: ROOM_ABOUT
SELECT u.name, p.name, p.public_id, p.k, (SELECT COUNT(*) FROM seat WHERE room_id = s.id),
       CASE WHEN s.kind IN ('staff', 'own') THEN p.first_reading ELSE 0 END
  FROM sitting s JOIN process p ON p.id = s.process_id JOIN unit u ON u.id = p.unit_id
 WHERE s.id = $1;

-- How far each room has come. Closed ones for a while longer: who listens shall hear of it.
-- stmt: ROOMS_SEQ
SELECT id, seq FROM sitting WHERE state IN ('open', 'broken')
UNION ALL SELECT id, seq FROM sitting WHERE state = 'closed' AND closed_at > $1 LIMIT 20000;

-- stmt: SEAT_EXISTS
SELECT table_no, ready_pos FROM seat WHERE token_hash = $1 AND room_id = $2;

-- stmt: SEAT_ADD
INSERT INTO seat (token_hash, room_id) VALUES ($1, $2);

-- stmt: SEATS_UP_TO
SELECT COUNT(*) FROM (SELECT 1 FROM seat WHERE room_id = $1 LIMIT $2) AS counted;

-- stmt: SEAT_TABLE
UPDATE seat SET table_no = $3 WHERE token_hash = $1 AND room_id = $2;

-- stmt: SEAT_READY
UPDATE seat SET ready_pos = $3 WHERE token_hash = $1 AND room_id = $2;

-- stmt: SEAT_READY_COUNT
SELECT COUNT(*) FROM seat WHERE room_id = $1 AND ready_pos = $2;

-- stmt: SEAT_FORGET
DELETE FROM seat WHERE token_hash = $1 AND room_id = $2;

-- stmt: NOTE_SEEN
SELECT id FROM note WHERE room_id = $2 AND id = $1 UNION ALL SELECT id FROM note_gone WHERE id = $1 LIMIT 1;

-- stmt: NOTE_MAY_ADD
-- All that the answer to a new note rests on, in one look: the room, the step, the seat, whether the id was withdrawn. Whether
-- it is there already the insert finds out.
SELECT s.state, s.process_id, s.phase, s.session, s.step_pos, COALESCE(l.pos, 0), COALESCE(l.revealed, 0),
       CASE WHEN EXISTS (SELECT 1 FROM seat WHERE token_hash = $3 AND room_id = s.id) THEN 1 ELSE 0 END,
       CASE WHEN EXISTS (SELECT 1 FROM note_gone WHERE id = $4) THEN 1 ELSE 0 END,
       s.kind, s.seq
  FROM sitting s LEFT JOIN sitting_step l ON l.sitting_id = s.id AND l.step = $2
 WHERE s.id = $1 LIMIT 1;

-- What of it is each note's own, when the rest was looked up a moment ago.
-- stmt: NOTE_SEAT
SELECT CASE WHEN EXISTS (SELECT 1 FROM seat WHERE token_hash = $2 AND room_id = $1) THEN 1 ELSE 0 END,
       CASE WHEN EXISTS (SELECT 1 FROM note_gone WHERE id = $3) THEN 1 ELSE 0 END;

-- stmt: NOTE_INSERT
INSERT INTO note (id, process_id, phase, room_id, step, col, body, state, place, edit_hash, about, builds_on)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) ON CONFLICT (room_id, id) DO NOTHING;

-- stmt: NOTE_EDIT
UPDATE note SET body = $4, state = CASE state WHEN 'read' THEN 'hidden' ELSE state END
 WHERE id = $1 AND room_id = $2 AND edit_hash = $3 AND state IN ('hidden', 'read', 'shown');

-- stmt: NOTE_WITHDRAW
DELETE FROM note WHERE id = $1 AND room_id = $2 AND edit_hash = $3;

-- stmt: NOTE_GONE
INSERT INTO note_gone (id, room_id) VALUES ($1, $2);

-- Whoever asks for a note's theme gets the one it was merged into.
-- stmt: NOTE_GET
SELECT id, step, col, body, COALESCE((SELECT m.merged_into FROM theme m WHERE m.id = theme_id), theme_id, ''), state, place, bin,
       about, COALESCE(builds_on, ''), COALESCE((SELECT b.body FROM note b WHERE b.room_id = note.room_id AND b.id = note.builds_on AND b.state = 'shown'), '') FROM note WHERE id = $1 AND room_id = $2;

-- stmt: NOTES_SHOWN
SELECT id, step, col, body, COALESCE((SELECT m.merged_into FROM theme m WHERE m.id = theme_id), theme_id, ''), state, place, bin,
       about, COALESCE(builds_on, ''), COALESCE((SELECT b.body FROM note b WHERE b.room_id = note.room_id AND b.id = note.builds_on AND b.state = 'shown'), '') FROM note
 WHERE room_id = $1 AND room_id > 0 AND step = $2 AND state = 'shown'
 ORDER BY place, id LIMIT $3 OFFSET $4;

-- stmt: NOTES_SHOWN_IN_THEME
SELECT id, step, col, body, COALESCE((SELECT m.merged_into FROM theme m WHERE m.id = theme_id), theme_id, ''), state, place, bin,
       about, COALESCE(builds_on, ''), COALESCE((SELECT b.body FROM note b WHERE b.room_id = note.room_id AND b.id = note.builds_on AND b.state = 'shown'), '') FROM note
 WHERE room_id = $1 AND (theme_id = $2 OR theme_id IN (SELECT m.id FROM theme m WHERE m.merged_into = $2)) AND state = 'shown'
 ORDER BY place, id LIMIT $3 OFFSET $4;

-- stmt: NOTES_SHOWN_LOOSE
SELECT id, step, col, body, COALESCE((SELECT m.merged_into FROM theme m WHERE m.id = theme_id), theme_id, ''), state, place, bin,
       about, COALESCE(builds_on, ''), COALESCE((SELECT b.body FROM note b WHERE b.room_id = note.room_id AND b.id = note.builds_on AND b.state = 'shown'), '') FROM note
 WHERE room_id = $1 AND room_id > 0 AND step = $2 AND state = 'shown' AND theme_id IS NULL
   AND ($5 = 0 OR place % $6 = $5 - 1)
 ORDER BY place, id LIMIT $3 OFFSET $4;

-- stmt: NOTES_COUNT
SELECT COUNT(*), COALESCE(SUM(CASE WHEN state = 'shown' THEN 1 ELSE 0 END), 0) FROM note WHERE room_id = $1 AND step = $2;

-- stmt: NOTES_HIDDEN_REVEALED
SELECT n.id FROM note n JOIN sitting_step s ON s.sitting_id = n.room_id AND s.step = n.step
 WHERE n.room_id = $1 AND s.revealed = 1 AND (n.state = 'read' OR (n.state = 'hidden' AND $2 = 0)) LIMIT 20000;

-- stmt: NOTE_REVEAL
UPDATE note SET state = 'shown', place = $2 WHERE room_id = $3 AND id = $1 AND state IN ('hidden', 'read');

-- stmt: NOTE_THEME
UPDATE note SET theme_id = $3 WHERE id = $1 AND room_id = $2 AND state = 'shown';

-- stmt: THEME_INSERT
INSERT INTO theme (id, process_id, phase, room_id, step, col, name, table_no, place)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9);

-- stmt: THEME_RENAME
UPDATE theme SET name = $3 WHERE id = $1 AND room_id = $2;

-- What had been merged into it goes along.
-- stmt: THEME_MERGE
UPDATE theme SET merged_into = CAST($3 AS TEXT)
 WHERE room_id = $2 AND (id = $1 OR (merged_into = $1 AND CAST($3 AS TEXT) IS NOT NULL));

-- stmt: THEME_GET
SELECT t.id, t.step, t.col, t.name, COALESCE(t.merged_into, ''), t.table_no, t.on_vote,
       (SELECT COUNT(*) FROM note n WHERE n.theme_id = t.id AND n.state = 'shown')
       + (SELECT COUNT(*) FROM note n JOIN theme m ON m.id = n.theme_id WHERE m.merged_into = t.id AND n.state = 'shown')
  FROM theme t WHERE t.id = $1 AND t.room_id = $2;

-- stmt: THEMES_LIST
SELECT t.id, t.step, t.col, t.name, COALESCE(t.merged_into, ''), t.table_no, t.on_vote,
       (SELECT COUNT(*) FROM note n WHERE n.theme_id = t.id AND n.state = 'shown')
       + (SELECT COUNT(*) FROM note n JOIN theme m ON m.id = n.theme_id WHERE m.merged_into = t.id AND n.state = 'shown')
  FROM theme t
 WHERE t.room_id = $1 AND ($2 = '' OR t.step = $2) AND t.merged_into IS NULL
 ORDER BY t.table_no, t.place, t.id LIMIT 200;

-- stmt: THEMES_IN_ROOM
SELECT COUNT(*) FROM theme WHERE room_id = $1;

-- stmt: ROOM_KEY
SELECT secret FROM room_key WHERE room_id = $1;

-- stmt: ROOM_KEY_MAKE
INSERT INTO room_key (room_id, secret) VALUES ($1, $2) ON CONFLICT DO NOTHING;

-- stmt: ROUND_NOW
SELECT id, dots, cap, seats, step, ballot, kind, state FROM vote_round
 WHERE room_id = $1 AND step = $2 AND ballot = $3 AND state <> 'replaced' ORDER BY id DESC LIMIT 1;

-- stmt: ROUND_GET
SELECT id, dots, cap, seats, step, ballot, kind, state FROM vote_round WHERE id = $1 AND room_id = $2;

-- stmt: ROUNDS_OPEN_OF_STEP
SELECT id, dots, cap, seats, step, ballot, kind, state FROM vote_round
 WHERE room_id = $1 AND step = $2 AND state = 'open' ORDER BY id LIMIT 1000;

-- stmt: ROUNDS_OPEN_OF_ROOM
SELECT id, dots, cap, seats, step, ballot, kind, state FROM vote_round
 WHERE room_id = $1 AND state = 'open' ORDER BY id LIMIT 1000;

-- stmt: ROUND_INSERT
INSERT INTO vote_round (process_id, phase, room_id, step, ballot, kind, dots, cap)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING id;

-- stmt: ROUND_STATE
UPDATE vote_round SET state = $2, seats = $3 + paper_seats, closed_at = $4 WHERE id = $1;

-- stmt: VOTE_MINE
SELECT count FROM vote WHERE round_id = $1 AND voter = $2 AND target = $3;

-- stmt: VOTE_BY_VOTER
SELECT v.count FROM vote v JOIN vote_round r ON r.id = v.round_id WHERE r.room_id = $1 AND v.voter = $2 LIMIT 1;

-- stmt: VOTE_SPENT
SELECT COALESCE(SUM(count), 0) FROM vote WHERE round_id = $1 AND voter = $2 AND target <> $3;

-- stmt: VOTE_PUT
INSERT INTO vote (round_id, voter, target, count) VALUES ($1, $2, $3, $4)
ON CONFLICT (round_id, voter, target) DO UPDATE SET count = excluded.count;

-- stmt: VOTE_TAKE_BACK
DELETE FROM vote WHERE round_id = $1 AND voter = $2 AND target = $3;

-- stmt: VOTE_TAKE_BACK_ALL
DELETE FROM vote WHERE round_id = $1 AND voter = $2;

-- stmt: VOTE_COUNT_UP
INSERT INTO vote_total (round_id, target, total)
SELECT round_id, target, SUM(count) FROM vote WHERE round_id = $1 GROUP BY round_id, target
ON CONFLICT (round_id, target) DO UPDATE SET total = excluded.total + vote_total.paper;

-- stmt: VOTE_VOTERS
SELECT COUNT(DISTINCT voter) FROM vote WHERE round_id = $1;

-- stmt: VOTE_TOTAL
SELECT total FROM vote_total WHERE round_id = $1 AND target = $2;

-- stmt: ROOM_TABLES_SET
UPDATE sitting SET tables = $2 WHERE id = $1 AND tables = 0;

-- stmt: ROOM_OUT_OF_TIME
SELECT id, step_version FROM sitting WHERE state = 'open' AND clock = 'running' AND ends_ms <= $1 ORDER BY id LIMIT 200;

-- What has happened, each with the note it names, if it names one that is still there.
-- stmt: ROOM_EVENTS
SELECT e.seq, e.kind, e.target,
       n.id, n.step, n.col, n.body, COALESCE((SELECT m.merged_into FROM theme m WHERE m.id = n.theme_id), n.theme_id, ''), n.state, n.place, n.bin,
       n.about, COALESCE(n.builds_on, ''), COALESCE((SELECT b.body FROM note b WHERE b.room_id = n.room_id AND b.id = n.builds_on AND b.state = 'shown'), '')
  FROM event e LEFT JOIN note n ON n.room_id = e.room_id AND n.id = e.target
 WHERE e.room_id = $1 AND e.seq > $2 ORDER BY e.seq LIMIT 201;

-- One lookup for each: the planner, who does not know how few events there are, would read all notes of the room instead.
-- stmt: ROOM_EVENTS @postgres
SELECT e.seq, e.kind, e.target,
       n.id, n.step, n.col, n.body, COALESCE((SELECT m.merged_into FROM theme m WHERE m.id = n.theme_id), n.theme_id, ''), n.state, n.place, n.bin,
       n.about, COALESCE(n.builds_on, ''), COALESCE((SELECT b.body FROM note b WHERE b.room_id = e.room_id AND b.id = n.builds_on AND b.state = 'shown'), '')
  FROM event e LEFT JOIN LATERAL (SELECT * FROM note WHERE room_id = e.room_id AND id = e.target LIMIT 1) n ON true
 WHERE e.room_id = $1 AND e.seq > $2 ORDER BY e.seq LIMIT 201;

-- How many notes have been written in the running step, where something has happened that phones show.
-- stmt: NOTES_COUNT_NOW
SELECT COUNT(*) FROM note WHERE room_id = $1 AND step =
       (SELECT l.step FROM sitting s JOIN sitting_step l ON l.sitting_id = s.id AND l.pos = s.step_pos WHERE s.id = $1)
   AND EXISTS (SELECT 1 FROM event WHERE room_id = $1 AND seq > $2 AND target <> $3);

-- stmt: ROOM_CLOSE
UPDATE sitting SET state = 'closed', clock = 'still', closed_at = $2, ends_ms = 0, left_ms = 0 WHERE id = $1;

-- stmt: ROOM_NOTE_IDS
SELECT id FROM note WHERE room_id = $1 LIMIT 50000;

-- stmt: ROOM_NOTE_RENEW
UPDATE note SET id = $2, room_id = -process_id, edit_hash = NULL, state = CASE WHEN state IN ('hidden', 'read') THEN 'shown' ELSE state END,
       place = $3
 WHERE room_id = $4 AND id = $1;

-- stmt: ROOM_THEMES_FREE
UPDATE theme SET room_id = NULL, table_no = 0 WHERE room_id = $1;

-- stmt: ROOM_FORGET_NOTES
DELETE FROM note WHERE room_id = $1;

-- stmt: ROOM_FORGET_THEMES
DELETE FROM theme WHERE room_id = $1;

-- stmt: ROOM_FORGET_TOTALS
DELETE FROM vote_total WHERE round_id IN (SELECT id FROM vote_round WHERE room_id = $1);

-- stmt: ROOM_FORGET_ROUNDS
DELETE FROM vote_round WHERE room_id = $1;

-- stmt: ROOM_FORGET_STEPS
DELETE FROM sitting_step WHERE sitting_id = $1;

-- stmt: ROOM_FORGET_SITTING
DELETE FROM sitting WHERE id = $1 AND kind = 'rehearsal';

-- stmt: ROOM_FORGET_VOTES
DELETE FROM vote WHERE round_id IN (SELECT id FROM vote_round WHERE room_id = $1);

-- stmt: ROOM_FORGET_SEATS
DELETE FROM seat WHERE room_id = $1;

-- stmt: ROOM_FORGET_KEY
DELETE FROM room_key WHERE room_id = $1;

-- stmt: ROOM_FORGET_GONE
DELETE FROM note_gone WHERE room_id = $1;

-- stmt: ROOM_FORGET_EVENTS
DELETE FROM event WHERE room_id = $1;

-- stmt: ROOM_FORGET_SLIPS
DELETE FROM vote_slip WHERE room_id = $1;

-- stmt: ROOM_FORGET_TAPS
DELETE FROM second_tap WHERE room_id = $1;

-- stmt: VOTE_SLIP_ADD
INSERT INTO vote_slip (token_hash, room_id) VALUES ($1, $2);

-- stmt: VOTE_SLIP_USE
UPDATE vote_slip SET used = 1 WHERE token_hash = $1 AND room_id = $2 AND used = 0;

-- stmt: VOTE_SLIP_GET
SELECT used FROM vote_slip WHERE token_hash = $1 AND room_id = $2;

-- stmt: VOTE_SLIP_COUNT
SELECT COUNT(*), COALESCE(SUM(used), 0) FROM vote_slip WHERE room_id = $1;

-- stmt: TAP_GET
SELECT what, reason, by_person, by_leader FROM second_tap WHERE note_id = $1 AND room_id = $2;

-- stmt: TAP_ASK
INSERT INTO second_tap (note_id, room_id, what, reason, by_person, by_leader) VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (note_id) DO UPDATE SET what = excluded.what, reason = excluded.reason, by_person = excluded.by_person,
  by_leader = excluded.by_leader;

-- stmt: TAP_DONE
DELETE FROM second_tap WHERE note_id = $1;

-- stmt: TAP_LIST
SELECT t.note_id, t.what, t.reason, t.by_person,
       COALESCE(n.body, c.body, (SELECT MIN(f.body) FROM entry_field f WHERE f.entry_id = t.note_id AND f.body <> ''), ''), p.name
  FROM second_tap t LEFT JOIN note n ON n.room_id = t.room_id AND n.id = t.note_id LEFT JOIN cause c ON c.id = t.note_id JOIN person p ON p.id = t.by_person
 WHERE t.room_id = $1 ORDER BY t.note_id LIMIT 100;

-- stmt: NOTE_SET_STATE
UPDATE note SET state = $3, aside_reason = $4 WHERE id = $1 AND room_id = $2 AND state <> 'erased';

-- stmt: NOTE_ERASE
UPDATE note SET state = 'erased', body = '', aside_reason = NULL, theme_id = NULL WHERE id = $1 AND room_id = $2;

-- Without what is about the leader: the desk shows the same to all who look at it.
-- stmt: NOTES_ASIDE
SELECT id, step, col, body, COALESCE((SELECT m.merged_into FROM theme m WHERE m.id = theme_id), theme_id, ''), state, place, bin, '', '', '' FROM note
 WHERE room_id = $1 AND state = 'aside' AND aside_reason <> 'unseen'
UNION ALL
SELECT id, step, '', body, '', state, place, '', '', '', '' FROM cause WHERE room_id = $1 AND state = 'aside' AND aside_reason <> 'unseen'
 ORDER BY 7, 1 LIMIT 200;

-- stmt: NOTES_ASIDE_COUNT
SELECT COUNT(*) + (SELECT COUNT(*) FROM cause WHERE room_id = $1 AND state IN ('aside', 'erased'))
       + (SELECT COUNT(*) FROM entry WHERE room_id = $1 AND state IN ('aside', 'erased'))
  FROM note WHERE room_id = $1 AND state IN ('aside', 'erased');

-- stmt: HANDLE_ADD
INSERT INTO handle_item (id, process_id, body, reason, about_leader, opened) VALUES ($1, $2, $3, $4, $5, $6);

-- stmt: HANDLE_ERASE
UPDATE handle_item SET body = '' WHERE process_id = $1 AND body = $2 AND about_leader = 0;

-- stmt: NOTES_UNREAD
SELECT id, step, col, body, COALESCE(theme_id, ''), state, place, bin FROM note
 WHERE room_id = $1 AND step = $2 AND state = 'hidden' ORDER BY place, id LIMIT 500;

-- stmt: NOTES_UNREAD_COUNT
SELECT COUNT(*) FROM note WHERE room_id = $1 AND state = 'hidden';

-- stmt: NOTES_READ
UPDATE note SET state = 'read' WHERE room_id = $1 AND step = $2 AND state = 'hidden';

-- stmt: READING_JOIN
INSERT INTO first_reading (room_id, step, person_id) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING;

-- stmt: READING_WHO
SELECT r.person_id, p.name FROM first_reading r JOIN person p ON p.id = r.person_id
 WHERE r.room_id = $1 AND r.step = $2 ORDER BY p.name LIMIT 20;

-- stmt: ROOM_FORGET_READING
DELETE FROM first_reading WHERE room_id = $1;

-- stmt: DESK_TAKE
UPDATE sitting SET desk_id = $2, desk_version = desk_version + 1 WHERE id = $1;

-- stmt: DESK_HOLDER
SELECT name FROM person WHERE id = $1;

-- stmt: DESK_SETTINGS
UPDATE sitting SET door = $2, headcount = $3, tables = $4 WHERE id = $1;

-- stmt: BALLOT_SET
INSERT INTO sitting_ballot (sitting_id, step, ballot, dots, cap) VALUES ($1, $2, $3, $4, $5)
    ON CONFLICT (sitting_id, step, ballot) DO UPDATE SET dots = excluded.dots, cap = excluded.cap;

-- stmt: BALLOT_IS_SET
SELECT dots, cap FROM sitting_ballot WHERE sitting_id = $1 AND step = $2 AND ballot = $3;

-- stmt: DESK_PAPER
UPDATE sitting SET on_paper = $2, step_version = step_version + 1 WHERE id = $1;

-- stmt: DESK_BREAK
UPDATE sitting SET state = 'broken', step_version = step_version + 1, ends_ms = 0,
       left_ms = CASE WHEN clock <> 'running' THEN left_ms WHEN ends_ms > $2 THEN ends_ms - $2 ELSE 0 END,
       clock = CASE clock WHEN 'still' THEN 'still' ELSE 'paused' END
 WHERE id = $1;

-- stmt: SEAT_TABLES_CLEAR
UPDATE seat SET table_no = 0 WHERE room_id = $1;
