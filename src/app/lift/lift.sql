-- Lifts.

-- stmt: LIFT_LIST
SELECT id, COALESCE(lifted_at, 0), COALESCE(answered_at, 0), thing, what, why, ask, level, answer_kind, answer FROM lift
 WHERE process_id = $1 AND ($2 = 0 OR lifted_at IS NOT NULL)
 ORDER BY CASE WHEN answered_at IS NULL THEN 0 ELSE 1 END, id LIMIT 200;

-- stmt: LIFT_GET
SELECT COALESCE(lifted_at, 0), COALESCE(answered_at, 0) FROM lift WHERE id = $1 AND process_id = $2;

-- stmt: LIFT_ADD
INSERT INTO lift (process_id, phase, thing, what, why, ask, level, lifted_at) VALUES ($1, '', $2, $3, $4, $5, $6, $7);

-- stmt: LIFT_SET
UPDATE lift SET what = $3, why = $4, ask = $5, level = $6, lifted_at = $7 WHERE id = $1 AND process_id = $2;

-- stmt: LIFT_ANSWER
UPDATE lift SET answer_kind = $3, answer = $4, answered_at = $5 WHERE id = $1 AND process_id = $2;
