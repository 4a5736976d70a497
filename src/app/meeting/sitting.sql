-- Sittings, their run sheets and events.

-- stmt: SITTING_GET
SELECT id, process_id, phase, session, kind, label, place, starts_at, ends_at, leads_id, cover, paid, room_note, state,
       code, wall_token, door, on_paper, seq, step_pos, step_version, clock, ends_ms, left_ms, desk_id, desk_version,
       headcount, paper_notes, aside_count, opened_at, closed_at, tables
  FROM sitting WHERE id = $1;

-- stmt: SITTING_BY_CODE
SELECT id, process_id, phase, session, kind, label, place, starts_at, ends_at, leads_id, cover, paid, room_note, state,
       code, wall_token, door, on_paper, seq, step_pos, step_version, clock, ends_ms, left_ms, desk_id, desk_version,
       headcount, paper_notes, aside_count, opened_at, closed_at, tables
  FROM sitting WHERE code = $1;

-- stmt: SITTING_LIST
SELECT id, process_id, phase, session, kind, label, place, starts_at, ends_at, leads_id, cover, paid, room_note, state,
       code, wall_token, door, on_paper, seq, step_pos, step_version, clock, ends_ms, left_ms, desk_id, desk_version,
       headcount, paper_notes, aside_count, opened_at, closed_at, tables
  FROM sitting WHERE process_id = $1 ORDER BY COALESCE(starts_at, 9000000000), id LIMIT 200;

-- stmt: SITTING_STEPS
SELECT pos, step, title, minutes, skipped, revealed, heard FROM sitting_step WHERE sitting_id = $1 ORDER BY pos LIMIT 60;

-- stmt: SITTING_NEXT_SEQ
UPDATE sitting SET seq = seq + 1 WHERE id = $1 RETURNING seq;

-- stmt: SITTING_SEQ
UPDATE sitting SET seq = $2 WHERE id = $1;

-- With the number that the sitting has just got.
-- stmt: SITTING_EVENT
INSERT INTO event (room_id, seq, kind, target) SELECT id, seq, $2, $3 FROM sitting WHERE id = $1;

-- Several notes in a row, with the number of the first: each is shown by its id, or only counted.
-- stmt: SITTING_NOTE_EVENTS
INSERT INTO event (room_id, seq, kind, target)
SELECT $1, $2 + key, CASE value WHEN '' THEN $4 ELSE $3 END, value FROM json_each($5);

-- stmt: SITTING_NOTE_EVENTS @postgres
INSERT INTO event (room_id, seq, kind, target)
SELECT $1, $2 + place - 1, CASE id WHEN '' THEN $4 ELSE $3 END, id FROM jsonb_array_elements_text($5::text::jsonb) WITH ORDINALITY AS t(id, place);

-- stmt: SITTING_EVENTS_FORGET
DELETE FROM event WHERE room_id = $1 AND seq <= $2;

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

-- stmt: SITTING_INSERT
INSERT INTO sitting (process_id, phase, session, kind, label, starts_at, ends_at, place, leads_id)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING id;

-- stmt: SITTING_STEP_INSERT
INSERT INTO sitting_step (sitting_id, pos, step, title, minutes) VALUES ($1, $2, $3, $4, $5);

-- stmt: SITTING_CODE
UPDATE sitting SET code = $2
 WHERE id = $1 AND code IS NULL AND NOT EXISTS (SELECT 1 FROM sitting WHERE code = $2);

-- stmt: SITTING_OPEN_DOORS
UPDATE sitting SET state = 'open', opened_at = COALESCE(opened_at, $2), ends_at = $3, wall_token = COALESCE(wall_token, $4) WHERE id = $1;

-- stmt: SITTING_HELD
UPDATE sitting SET starts_at = $2, ends_at = $3,
       moved = moved + CASE WHEN state = 'planned' AND (starts_at IS DISTINCT FROM $2 OR ends_at IS DISTINCT FROM $3) THEN 1 ELSE 0 END
 WHERE id = $1;

-- stmt: SITTINGS_PAST_END
SELECT id FROM sitting
 WHERE state = 'open'
   AND kind IN ('own', 'voting') AND ends_at <= $1
    OR state <> 'planned' AND kind = 'rehearsal' AND opened_at <= $2
 ORDER BY id LIMIT 50;

-- stmt: MEETINGS_OPEN
SELECT id FROM sitting WHERE process_id = $1 AND kind = 'group' AND state = 'open' ORDER BY id LIMIT $2;

-- stmt: SITTINGS_TO_OPEN
SELECT id, process_id FROM sitting
 WHERE state = 'planned' AND kind = 'own' AND starts_at <= $1 AND ends_at > $1
 ORDER BY id LIMIT 50;

-- stmt: REHEARSALS_OPEN
SELECT id FROM sitting WHERE kind = 'rehearsal' AND state = 'open' AND clock <> 'paused' ORDER BY id LIMIT 50;

-- stmt: ATTENDANCE
SELECT a.person_id, p.name FROM attendance a JOIN person p ON p.id = a.person_id
 WHERE a.sitting_id = $1 ORDER BY p.name, p.id LIMIT 100;

-- stmt: ATTENDANCE_ADD
INSERT INTO attendance (sitting_id, person_id, at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING;

-- stmt: ATTENDS
SELECT COUNT(*) FROM attendance WHERE sitting_id = $1 AND person_id = $2;

-- stmt: SITTING_STEPS_CLEAR
DELETE FROM sitting_step WHERE sitting_id = $1;

-- stmt: SITTING_STEP_WRITE
INSERT INTO sitting_step (sitting_id, pos, step, title, minutes, skipped, revealed, heard)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8);

-- stmt: SITTING_CHANGE
UPDATE sitting SET label = $2, place = $3, starts_at = $4, ends_at = $5, leads_id = $6, cover = $7, paid = $8, room_note = $9,
       moved = moved + CASE WHEN starts_at IS DISTINCT FROM $4 OR ends_at IS DISTINCT FROM $5 OR place <> $3 OR label <> $2 THEN 1 ELSE 0 END
 WHERE id = $1 AND state <> 'closed';

-- stmt: SITTING_PLAN_MEETS
UPDATE process_phase SET meet_at = $4 WHERE process_id = $1 AND phase = $2 AND meet_at = $3;

-- stmt: SITTING_PLAN_PREPARES
UPDATE process_phase SET prepare_at = $4 WHERE process_id = $1 AND phase = $2 AND prepare_at = $3;

-- stmt: SITTING_REMOVE
DELETE FROM sitting WHERE id = $1 AND state = 'planned';

-- stmt: SITTING_SAME_COUNT
SELECT COUNT(*) FROM sitting
 WHERE process_id = $1 AND phase = $2 AND session = $3 AND kind IN ('group', 'staff') AND id <> $4;

-- stmt: SITTING_DOOR
UPDATE sitting SET door = $2 WHERE id = $1;

-- stmt: SITTING_LEADER
SELECT name FROM person WHERE id = $1;

-- stmt: SITTING_WRITTEN
SELECT COUNT(*) FROM note WHERE room_id = $1;

-- stmt: SITTING_VOTERS
SELECT COUNT(DISTINCT v.voter) FROM vote v JOIN vote_round r ON r.id = v.round_id WHERE r.room_id = $1;

-- stmt: PHASE_TOTALS
SELECT (SELECT COUNT(*) FROM note WHERE process_id = $1 AND phase = $2 AND room_id = -$1),
       (SELECT COUNT(*) FROM theme WHERE process_id = $1 AND phase = $2 AND room_id IS NULL AND merged_into IS NULL);
