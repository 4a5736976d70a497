-- Causes when the workshops are over.

-- stmt: CAUSES_TASKS
SELECT t.id, COALESCE(t.owner_id, 0), COALESCE(t.due_at, 0), COALESCE(t.done_at, 0), t.body, t.answer, COALESCE(p.name, '')
  FROM task t LEFT JOIN person p ON p.id = t.owner_id
 WHERE t.process_id = $1 AND t.thing LIKE 'cause:%'
 ORDER BY CASE WHEN t.done_at IS NULL THEN 0 ELSE 1 END, CASE WHEN t.due_at IS NULL THEN 1 ELSE 0 END, t.due_at, t.id LIMIT 300;

-- stmt: CAUSES_GET
SELECT body, phase, find_out FROM cause WHERE id = $1 AND process_id = $2 AND room_id IS NULL AND state = 'shown';

-- stmt: CAUSES_MARK
UPDATE cause SET is_root = $3, find_out = $4, bone = CASE WHEN parent IS NULL THEN $5 ELSE bone END
 WHERE id = $1 AND process_id = $2 AND room_id IS NULL AND state = 'shown';

-- stmt: CAUSES_TASK_OF
SELECT id FROM task WHERE process_id = $1 AND thing = $2 LIMIT 1;

-- stmt: CAUSES_TASK_DROP
DELETE FROM task WHERE process_id = $1 AND thing = $2 AND owner_id IS NULL AND done_at IS NULL AND answer = '';

-- stmt: CAUSES_TASK_SET
UPDATE task SET owner_id = $3, due_at = $4, answer = $5, done_at = $6 WHERE id = $1 AND process_id = $2 AND thing LIKE 'cause:%';

-- stmt: CAUSES_TASK_GET
SELECT COALESCE(done_at, 0), COALESCE(owner_id, 0) FROM task WHERE id = $1 AND process_id = $2 AND thing LIKE 'cause:%';

-- stmt: CAUSES_SORTED
SELECT bin, COUNT(*) FROM note WHERE process_id = $1 AND phase = $2 AND room_id = -$1 AND state = 'shown' AND bin <> '' GROUP BY bin LIMIT 200;
