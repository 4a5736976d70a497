-- Processes and their plans.

-- stmt: PROCESS_GET
SELECT p.id, p.unit_id, p.name, u.name, p.place, p.public_id, p.state, p.k, p.staff_count, p.first_reading, p.paper_by,
       p.object_days, p.created, p.created_by, p.started, p.ended, p.poster
  FROM process p JOIN unit u ON u.id = p.unit_id WHERE p.id = $1;

-- stmt: PROCESS_BY_PUBLIC_ID
SELECT id FROM process WHERE public_id = $1;

-- stmt: PROCESSES_OF_UNIT
SELECT p.id, p.unit_id, p.name, u.name, p.place, p.public_id, p.state, p.k, p.staff_count, p.first_reading, p.paper_by,
       p.object_days, p.created, p.created_by, p.started, p.ended, p.poster
  FROM process p JOIN unit u ON u.id = p.unit_id WHERE p.unit_id = $1 ORDER BY p.id DESC LIMIT 50;

-- stmt: PROCESS_INSERT
INSERT INTO process (unit_id, method_hash, name, place, staff_count, public_id, created, created_by)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING id;

-- stmt: PROCESS_BY_KEY
SELECT id FROM process WHERE unit_id = $1 AND created_by = $2 ORDER BY id DESC LIMIT 1;

-- stmt: PROCESS_STATE
UPDATE process SET state = $2, started = COALESCE(started, $3), ended = $4 WHERE id = $1;

-- stmt: PHASE_INSERT
INSERT INTO process_phase (process_id, phase, prepare_at, prepare_place, meet_at, place) VALUES ($1, $2, $3, $4, $5, $6);

-- stmt: PHASES
SELECT f.phase, f.prepare_at, f.prepare_place, f.meet_at, f.place, f.leads_id, COALESCE(p.name, ''), f.done_at, f.duties
  FROM process_phase f LEFT JOIN person p ON p.id = f.leads_id WHERE f.process_id = $1 LIMIT 60;

-- stmt: CHECK_INSERT
INSERT INTO checklist_item (process_id, phase, session, moment, item, body, owner_id, position)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8);

-- stmt: RULE_INSERT
INSERT INTO ground_rule (process_id, position, body) VALUES ($1, $2, $3);

-- stmt: PROCESS_SETTINGS
UPDATE process SET k = $2, paper_by = $3, first_reading = $4, object_days = $5 WHERE id = $1;

-- stmt: PROCESS_OBJECT_DAYS
SELECT object_days FROM process WHERE id = $1;

-- stmt: PROCESS_POSTER
UPDATE process SET poster = $2 WHERE id = $1;

-- stmt: PROCESS_HAS_OPENED
SELECT COUNT(*) FROM sitting WHERE process_id = $1 AND kind IN ('staff', 'voting', 'own') AND opened_at IS NOT NULL;

-- stmt: PROCESS_GATHERINGS
SELECT id, phase, session, kind, state, place, label, starts_at, ends_at, moved, COALESCE(code, ''), COALESCE(opened_at, 0)
  FROM sitting WHERE process_id = $1 AND kind <> 'rehearsal' ORDER BY COALESCE(starts_at, 9000000000), id LIMIT 200;

-- stmt: PHASE_CHANGE
UPDATE process_phase SET prepare_at = $3, prepare_place = $4, meet_at = $5, place = $6, leads_id = $7, duties = $8, done_at = $9
 WHERE process_id = $1 AND phase = $2;

-- stmt: PLAN_SITTINGS
SELECT id, starts_at, ends_at, place, leads_id
  FROM sitting WHERE process_id = $1 AND phase = $2 AND session = $3 AND state = 'planned' AND kind <> 'rehearsal' LIMIT 50;

-- stmt: PLAN_SITTING_MOVE
UPDATE sitting SET starts_at = $2, ends_at = $3, place = $4, leads_id = $5,
       moved = moved + CASE WHEN starts_at IS DISTINCT FROM $2 OR ends_at IS DISTINCT FROM $3 OR place <> $4 THEN 1 ELSE 0 END
 WHERE id = $1 AND state = 'planned';

-- stmt: PLAN_PERSON
SELECT name FROM person WHERE id = $1;

-- stmt: PLAN_LOG
SELECT a.at, a.kind, a.body, COALESCE(w.name, ''), COALESCE(x.name, '')
  FROM audit a LEFT JOIN person w ON w.id = a.person_id LEFT JOIN person x ON x.id = a.about_id
 WHERE a.process_id = $1 AND a.kind LIKE 'plan.%' AND a.body IS NOT NULL ORDER BY a.id DESC LIMIT 50;

-- stmt: PLAN_SITTING_ANY
SELECT id FROM sitting WHERE process_id = $1 AND phase = $2 AND session = $3 AND kind <> 'rehearsal' LIMIT 1;
