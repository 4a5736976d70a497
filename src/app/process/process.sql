-- Processes and their plans.

-- stmt: PROCESS_GET
SELECT p.id, p.unit_id, p.name, u.name, p.place, p.public_id, p.state, p.k, p.staff_count, p.first_reading, p.paper_by,
       p.object_days, p.created, p.created_by, p.started, p.ended
  FROM process p JOIN unit u ON u.id = p.unit_id WHERE p.id = $1;

-- stmt: PROCESS_BY_PUBLIC_ID
SELECT id FROM process WHERE public_id = $1;

-- stmt: PROCESSES_OF_UNIT
SELECT p.id, p.unit_id, p.name, u.name, p.place, p.public_id, p.state, p.k, p.staff_count, p.first_reading, p.paper_by,
       p.object_days, p.created, p.created_by, p.started, p.ended
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
