-- Trees of causes.

-- stmt: TREE_CAUSES
SELECT id, about, COALESCE(parent, ''), body, bone, evidence, is_root, find_out, state, COALESCE(room_id, 0), phase, step FROM cause
 WHERE process_id = $1 AND phase = $2 AND step = $3 AND (room_id = $4 OR ($4 = 0 AND room_id IS NULL))
 ORDER BY place, id LIMIT 5000;

-- stmt: TREE_CAUSE
-- As a note, for moderation.
SELECT id, step, '', body, '', state, place, '', '', '', '' FROM cause WHERE id = $1 AND room_id = $2;

-- stmt: TREE_ADD
INSERT INTO cause (id, process_id, phase, room_id, step, about, parent, body, bone, place)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10);

-- stmt: TREE_SEEN
SELECT 1 FROM cause WHERE id = $1;

-- stmt: TREE_CHANGE
UPDATE cause SET body = $3, bone = $4, evidence = $5, is_root = $6, find_out = $7 WHERE id = $1 AND room_id = $2 AND state = 'shown';

-- stmt: TREE_MOVE
UPDATE cause SET parent = $3, bone = $4 WHERE id = $1 AND room_id = $2;

-- stmt: TREE_SET_STATE
UPDATE cause SET state = $3, aside_reason = $4 WHERE id = $1 AND room_id = $2 AND state <> 'erased';

-- stmt: TREE_ERASE
UPDATE cause SET state = 'erased', body = '', aside_reason = NULL WHERE id = $1 AND room_id = $2;

-- stmt: TREE_BONES
SELECT about, id, name FROM bone WHERE process_id = $1 AND room_id = $2 ORDER BY id LIMIT 500;

-- stmt: TREE_BONE_PUT
INSERT INTO bone (process_id, room_id, about, id, name) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (process_id, room_id, about, id) DO UPDATE SET name = excluded.name;

-- stmt: TREE_BONE_DROP
DELETE FROM bone WHERE process_id = $1 AND room_id = $2 AND about = $3 AND id = $4;

-- stmt: TREE_BONE_EMPTY
UPDATE cause SET bone = '' WHERE process_id = $1 AND about = $2 AND bone = $3;

-- stmt: TREE_VOTES
-- Closed votes of a sitting on causes, and the smallest number that took part in one of them.
SELECT t.target, SUM(t.total), MIN(r.seats) FROM vote_total t JOIN vote_round r ON r.id = t.round_id
 WHERE r.process_id = $1 AND r.phase = $2 AND r.kind = 'dots' AND r.state = 'closed' AND t.target LIKE 'cause:%'
   AND r.room_id = $3
 GROUP BY t.target LIMIT 2000;

-- stmt: TREE_OF_ROOM
SELECT id, COALESCE(parent, '') FROM cause WHERE room_id = $1 ORDER BY id LIMIT 5000;

-- stmt: TREE_RENEW
UPDATE cause SET id = $2, parent = $3, room_id = NULL, place = $4 WHERE id = $1;

-- stmt: TREE_RENEW_TOTALS
UPDATE vote_total SET target = $2
 WHERE target = $1 AND round_id IN (SELECT id FROM vote_round WHERE process_id = $3);

-- stmt: TREE_RENEW_ENTRIES
UPDATE entry SET about = $2 WHERE about = $1 AND process_id = $3;

-- stmt: TREE_RENEW_ABOUT
UPDATE cause SET about = $2 WHERE about = $1 AND process_id = $3;

-- stmt: TREE_RENEW_NOTES
UPDATE note SET about = $2 WHERE process_id = $3 AND room_id = -$3 AND about = $1;

-- stmt: TREE_RENEW_OPEN_NOTES
UPDATE note SET about = $2 WHERE room_id IN (SELECT id FROM sitting WHERE process_id = $3) AND about = $1;

-- stmt: TREE_RENEW_ROUNDS
UPDATE vote_round SET about = $2 WHERE about = $1 AND process_id = $3;

-- stmt: TREE_RENEW_PLACES
UPDATE map_place SET target = $2 WHERE target = $1 AND process_id = $3;

-- stmt: TREE_FIND_OUT
SELECT id, body FROM cause WHERE id = $1 AND find_out = 1 AND state = 'shown';

-- stmt: TREE_TASK
INSERT INTO task (process_id, phase, thing, body) VALUES ($1, $2, $3, $4);

-- stmt: ROOM_FORGET_CAUSES
DELETE FROM cause WHERE room_id = $1;

-- stmt: ROOM_FORGET_BONES
DELETE FROM bone WHERE process_id = (SELECT process_id FROM sitting WHERE id = $1) AND room_id = $1;
