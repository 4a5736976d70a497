-- Sittings, their run sheets and events.

-- stmt: SITTING_GET
SELECT id, process_id, phase, session, kind, label, place, starts_at, ends_at, leads_id, cover, paid, room_note, state,
       code, wall_token, door, on_paper, seq, step_pos, step_version, clock, ends_ms, left_ms, desk_id, desk_version,
       headcount, dots, cap, paper_notes, aside_count, opened_at, closed_at, tables
  FROM sitting WHERE id = $1;

-- stmt: SITTING_BY_CODE
SELECT id, process_id, phase, session, kind, label, place, starts_at, ends_at, leads_id, cover, paid, room_note, state,
       code, wall_token, door, on_paper, seq, step_pos, step_version, clock, ends_ms, left_ms, desk_id, desk_version,
       headcount, dots, cap, paper_notes, aside_count, opened_at, closed_at, tables
  FROM sitting WHERE code = $1;

-- stmt: SITTING_LIST
SELECT id, process_id, phase, session, kind, label, place, starts_at, ends_at, leads_id, cover, paid, room_note, state,
       code, wall_token, door, on_paper, seq, step_pos, step_version, clock, ends_ms, left_ms, desk_id, desk_version,
       headcount, dots, cap, paper_notes, aside_count, opened_at, closed_at, tables
  FROM sitting WHERE process_id = $1 ORDER BY COALESCE(starts_at, 9000000000), id LIMIT 200;

-- stmt: SITTING_STEPS
SELECT pos, step, title, minutes, skipped, revealed, heard FROM sitting_step WHERE sitting_id = $1 ORDER BY pos LIMIT 60;

-- stmt: SITTING_NEXT_SEQ
UPDATE sitting SET seq = seq + 1 WHERE id = $1 RETURNING seq;

-- stmt: SITTING_EVENT
INSERT INTO event (room_id, seq, kind, target) VALUES ($1, $2, $3, $4);

-- stmt: SITTING_CLOCK
UPDATE sitting SET step_pos = $2, step_version = step_version + 1, clock = $3, ends_ms = $4, left_ms = $5 WHERE id = $1;

-- stmt: SITTING_STEP_SKIPPED
UPDATE sitting_step SET skipped = $3 WHERE sitting_id = $1 AND pos = $2;

-- stmt: SITTING_STEP_REVEALED
UPDATE sitting_step SET revealed = 1 WHERE sitting_id = $1 AND pos = $2;

-- stmt: SITTING_STEP_HEARD
UPDATE sitting_step SET heard = 1 WHERE sitting_id = $1 AND pos = $2;

-- stmt: SITTING_STEP_MINUTES
UPDATE sitting_step SET minutes = $3 WHERE sitting_id = $1 AND pos = $2;

-- stmt: SITTING_OUT_OF_TIME
SELECT id, step_version FROM sitting WHERE state = 'open' AND clock = 'running' AND ends_ms <= $1 LIMIT 200;

-- stmt: SITTING_INSERT
INSERT INTO sitting (process_id, phase, session, kind, label, starts_at, ends_at, place, leads_id)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING id;

-- stmt: SITTING_STEP_INSERT
INSERT INTO sitting_step (sitting_id, pos, step, title, minutes) VALUES ($1, $2, $3, $4, $5);

-- stmt: SITTING_OPEN_WITH
UPDATE sitting SET state = 'open', code = $2, wall_token = $3, opened_at = $4
 WHERE id = $1 AND NOT EXISTS (SELECT 1 FROM sitting WHERE code = $2);

-- stmt: SITTING_REOPEN
UPDATE sitting SET state = 'open' WHERE id = $1;
