-- Typing in from paper. Where the sitting is closed already, a note's room_id is the process's id with a
-- minus, that of everything else NULL.

-- stmt: PAPER_NOTE
INSERT INTO note (id, process_id, phase, room_id, step, col, body, state, place, theme_id, about, builds_on, bin)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13);

-- stmt: PAPER_THEME
INSERT INTO theme (id, process_id, phase, room_id, step, col, name, place) VALUES ($1, $2, $3, $4, $5, $6, $7, $8);

-- stmt: PAPER_COUNTED
UPDATE sitting SET paper_notes = paper_notes + $2 WHERE id = $1;

-- stmt: PAPER_HELD
UPDATE sitting SET on_paper = 1, headcount = $2 WHERE id = $1;

-- stmt: PAPER_ROUND_CLOSED
UPDATE vote_round SET state = 'closed', closed_at = $2 WHERE id = $1;

-- stmt: PAPER_SEATS
UPDATE vote_round SET seats = seats - paper_seats + $2, paper_seats = $2,
       late_seats = CASE WHEN state = 'closed' AND (seats > paper_seats OR late_seats > 0) THEN $2 ELSE 0 END
 WHERE id = $1;

-- stmt: PAPER_SEATS_GET
SELECT paper_seats, seats, dots FROM vote_round WHERE id = $1;

-- stmt: PAPER_TOTAL
INSERT INTO vote_total (round_id, target, total, paper) VALUES ($1, $2, $3, $3)
ON CONFLICT (round_id, target) DO UPDATE SET total = vote_total.total - vote_total.paper + excluded.paper, paper = excluded.paper;

-- stmt: PAPER_TOTAL_GET
SELECT paper FROM vote_total WHERE round_id = $1 AND target = $2;

-- stmt: PAPER_PHASE_NOTES
SELECT id FROM note WHERE process_id = $1 AND phase = $2 AND room_id = -$1 LIMIT 50000;

-- stmt: PAPER_NOTE_RENEW
UPDATE note SET id = $2, place = $3 WHERE process_id = $4 AND room_id = -$4 AND id = $1;

-- Sheets of a sitting; room 0: what closed ones have left. Set aside ones are not typed on.
-- stmt: PAPER_ENTRIES
SELECT id, about, table_no FROM entry
 WHERE process_id = $1 AND phase = $2 AND step = $3 AND state = 'shown' AND (room_id = $4 OR ($4 = 0 AND room_id IS NULL))
 ORDER BY table_no, place, id LIMIT 300;

-- stmt: PAPER_PHASE_ENTRIES
SELECT id FROM entry WHERE process_id = $1 AND phase = $2 AND room_id IS NULL LIMIT 5000;

-- stmt: PAPER_ENTRY_RENEW
UPDATE entry SET place = $2 WHERE id = $1;

-- stmt: PAPER_PHASE_CAUSES
SELECT id FROM cause WHERE process_id = $1 AND phase = $2 AND room_id IS NULL LIMIT 5000;

-- stmt: PAPER_CAUSE_RENEW
UPDATE cause SET place = $2 WHERE id = $1;

-- stmt: PAPER_CAUSE_MARK
UPDATE cause SET bone = $3, evidence = $4, is_root = $5, find_out = $6 WHERE id = $1 AND process_id = $2 AND state = 'shown';

-- stmt: PAPER_TASK_OF
SELECT id FROM task WHERE process_id = $1 AND thing = $2 LIMIT 1;

-- stmt: PAPER_PLACE_TAKE
DELETE FROM map_place WHERE process_id = $1 AND step = $2 AND (room_id = $3 OR ($3 = 0 AND room_id IS NULL)) AND target = $4;
