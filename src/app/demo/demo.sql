-- The demo finds its way about in what it has made.

-- stmt: DEMO_PERSON
SELECT p.id, p.name FROM person p JOIN role r ON r.person_id = p.id WHERE r.kind = $1 ORDER BY p.id LIMIT 1;

-- stmt: DEMO_ROOM
SELECT code FROM sitting WHERE state = 'open' AND kind = 'staff' ORDER BY id LIMIT 1;

-- stmt: DEMO_SET_SECRET
UPDATE person SET secret = $2 WHERE id = $1;

-- stmt: DEMO_HELD_AT
UPDATE sitting SET starts_at = $2, opened_at = $2, ends_at = $3, closed_at = $3 WHERE id = $1;

-- stmt: DEMO_MEETS_AT
UPDATE process_phase SET meet_at = (SELECT MAX(starts_at) FROM sitting s WHERE s.process_id = $1 AND s.phase = $2 AND s.session = $3)
 WHERE process_id = $1 AND phase = $2;

-- stmt: DEMO_PHASE_DONE
UPDATE process_phase SET done_at = meet_at WHERE process_id = $1 AND meet_at < $2;

-- stmt: DEMO_PLANNED_BEFORE
UPDATE sitting SET state = 'closed', closed_at = ends_at, opened_at = starts_at
 WHERE process_id = $1 AND state = 'planned' AND ends_at < $2;

-- stmt: DEMO_FORGET_PLANNED
DELETE FROM sitting_step WHERE sitting_id IN (SELECT id FROM sitting WHERE process_id = $1 AND phase = $2 AND session = $3 AND state = 'planned');

-- stmt: DEMO_FORGET_PLANNED_ROW
DELETE FROM sitting WHERE process_id = $1 AND phase = $2 AND session = $3 AND state = 'planned';

-- stmt: DEMO_CHALLENGE
SELECT id, phase FROM challenge WHERE process_id = $1 AND title = $2 AND state IN ('chosen', 'added');

-- stmt: DEMO_MEASURE
SELECT id FROM measure WHERE process_id = $1 AND title = $2 ORDER BY id LIMIT 1;
