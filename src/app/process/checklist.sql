-- Checklists.

-- $2: only what still waits before or after a session.
-- stmt: CHECKS
SELECT k.id, k.phase, k.session, k.moment, k.item, k.body, k.owner_id, COALESCE(o.name, ''), k.done_at, COALESCE(d.name, '')
  FROM checklist_item k LEFT JOIN person o ON o.id = k.owner_id LEFT JOIN person d ON d.id = k.done_by
 WHERE k.process_id = $1 AND ($2 = 0 OR (k.done_at IS NULL AND k.moment <> 'during'))
 ORDER BY CASE k.moment WHEN 'before' THEN 1 WHEN 'during' THEN 2 ELSE 3 END, k.position, k.id LIMIT 600;

-- stmt: CHECK_GET
SELECT item FROM checklist_item WHERE id = $1 AND process_id = $2;

-- stmt: CHECK_COUNT_OWN
SELECT COUNT(*), COALESCE(MAX(position), 0) FROM checklist_item WHERE process_id = $1 AND item = '';

-- stmt: CHECK_TICK
UPDATE checklist_item SET done_at = $3, done_by = $4 WHERE id = $1 AND process_id = $2;

-- What was done where it is done. Nobody is named: it took all of them.
-- stmt: CHECK_DONE_THERE
UPDATE checklist_item SET done_at = $5 WHERE process_id = $1 AND phase = $2 AND session = $3 AND item = $4 AND done_at IS NULL;

-- stmt: CHECK_OWNER_HERE
SELECT COUNT(*) FROM role r JOIN process p ON p.id = $1
 WHERE r.person_id = $2 AND r.unit_id = p.unit_id AND (r.process_id IS NULL OR r.process_id = p.id)
   AND r.from_at <= $3 AND (r.to_at IS NULL OR r.to_at > $3);

-- stmt: CHECK_GIVE
UPDATE checklist_item SET owner_id = $3 WHERE id = $1 AND process_id = $2;

-- stmt: CHECK_REWORD
UPDATE checklist_item SET body = $3, owner_id = $4 WHERE id = $1 AND process_id = $2;

-- stmt: CHECK_DROP
DELETE FROM checklist_item WHERE id = $1 AND process_id = $2;
