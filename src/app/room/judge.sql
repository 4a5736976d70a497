-- The rounds of a verdict.

-- stmt: JUDGE_ROUNDS
SELECT id, ballot, about, seats, state FROM vote_round
 WHERE room_id = $1 AND step = $2 AND kind = 'scale' AND state <> 'replaced' ORDER BY id LIMIT 1000;

-- stmt: JUDGE_ROUND_ADD
INSERT INTO vote_round (process_id, phase, room_id, step, ballot, about, kind, dots, cap)
VALUES ($1, $2, $3, $4, $5, $6, 'scale', 1, 1);
