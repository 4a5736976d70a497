-- Meetings of the HMS group and staff meetings.

-- $2: only this one; $3: only what may wait for this person: still to come, or minutes not seen; 0: all.
-- stmt: AGENDA_LIST
SELECT m.id, m.process_id, m.kind, m.title, m.place, m.link, m.purpose, m.wished, m.starts_at, m.minutes, m.chair_id,
       COALESCE(p.name, ''), m.version, m.called_at, m.called_version, m.called_why, m.released_at, m.begun_at, m.ended_at,
       COALESCE(m.headcount, -1), m.reached, m.reached_why, m.told_version, m.locked_at, m.told_at, m.cancelled_at,
       m.called_starts, m.called_minutes, m.called_place, m.called_link, m.calls,
       EXISTS (SELECT 1 FROM agenda_there t JOIN role r ON r.id = t.role_id WHERE t.meeting_id = m.id AND r.kind = 'leader'),
       EXISTS (SELECT 1 FROM agenda_there t JOIN role r ON r.id = t.role_id
                WHERE t.meeting_id = m.id AND r.kind IN ('union', 'employee_rep')),
       EXISTS (SELECT 1 FROM agenda_there t JOIN role r ON r.id = t.role_id WHERE t.meeting_id = m.id AND r.kind = 'safety')
  FROM agenda_meeting m LEFT JOIN person p ON p.id = m.chair_id
 WHERE m.process_id = $1 AND ($2 = 0 OR m.id = $2)
   AND ($3 = 0 OR (m.cancelled_at IS NULL AND m.locked_at IS NULL AND (m.ended_at IS NULL OR NOT EXISTS (
        SELECT 1 FROM agenda_seen s
         WHERE s.meeting_id = m.id AND s.what = 'minutes' AND s.person_id = $3 AND s.version = m.told_version))))
 ORDER BY CASE WHEN m.starts_at IS NULL THEN 0 ELSE 1 END, m.starts_at DESC, m.id DESC LIMIT 200;

-- stmt: AGENDA_ITEM_LIST
SELECT i.id, i.place, i.title, i.why, i.want, i.label, i.reach, i.minutes, i.person_id, i.version, COALESCE(p.name, ''),
       COALESCE(r.name, ''), i.result, i.follow_up
  FROM agenda_item i LEFT JOIN person p ON p.id = i.person_id LEFT JOIN person r ON r.id = i.raised_by
 WHERE i.meeting_id = $1 ORDER BY i.place, i.id LIMIT 100;

-- stmt: AGENDA_TASKS_OF
SELECT t.id, i.id, t.owner_id, t.due_at, t.done_at, t.body, COALESCE(p.name, ''), t.answer
  FROM agenda_item i JOIN task t ON t.thing = 'item:' || i.id LEFT JOIN person p ON p.id = t.owner_id
 WHERE i.meeting_id = $1 ORDER BY i.place, t.id LIMIT 200;

-- stmt: AGENDA_TASKS_OPEN
SELECT t.id, 0, t.owner_id, t.due_at, t.done_at, t.body, COALESCE(p.name, ''), t.answer
  FROM task t LEFT JOIN person p ON p.id = t.owner_id
 WHERE t.process_id = $1 AND t.done_at IS NULL
 ORDER BY CASE WHEN t.due_at IS NULL THEN 1 ELSE 0 END, t.due_at, t.id LIMIT 100;

-- stmt: AGENDA_THERE
SELECT t.role_id, r.kind, p.name, COALESCE(r.union_name, ''), r.person_id
  FROM agenda_there t JOIN role r ON r.id = t.role_id JOIN person p ON p.id = r.person_id
 WHERE t.meeting_id = $1 LIMIT 100;

-- stmt: AGENDA_SEEN
SELECT what, person_id, version, at FROM agenda_seen WHERE meeting_id = $1 LIMIT 200;

-- stmt: AGENDA_CORRECTIONS
SELECT c.at, p.name, c.body FROM agenda_correction c JOIN person p ON p.id = c.person_id
 WHERE c.meeting_id = $1 ORDER BY c.id LIMIT 100;

-- stmt: AGENDA_ADD
INSERT INTO agenda_meeting (process_id, kind, title, starts_at, minutes, place, link, chair_id, purpose, wished, created, created_by)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) RETURNING id;

-- stmt: AGENDA_CHANGE
UPDATE agenda_meeting SET kind = $3, title = $4, starts_at = $5, minutes = $6, place = $7, link = $8, chair_id = $9, purpose = $10,
       wished = $11, version = version + 1
 WHERE id = $1 AND version = $2;

-- stmt: AGENDA_TOUCH
UPDATE agenda_meeting SET version = version + 1 WHERE id = $1;

-- stmt: AGENDA_TOLD
UPDATE agenda_meeting SET told_version = told_version + 1 WHERE id = $1 AND ended_at IS NOT NULL;

-- stmt: AGENDA_ITEM_ADD
INSERT INTO agenda_item (meeting_id, place, title, why, want, label, reach, minutes, person_id, raised_by)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10);

-- stmt: AGENDA_ITEM_CHANGE
UPDATE agenda_item SET title = $3, why = $4, want = $5, label = $6, reach = $7, minutes = $8, person_id = $9
 WHERE id = $1 AND meeting_id = $2;

-- stmt: AGENDA_ITEM_PLACE
UPDATE agenda_item SET place = $3 WHERE id = $1 AND meeting_id = $2;

-- stmt: AGENDA_ITEM_REMOVE
DELETE FROM agenda_item WHERE id = $1 AND meeting_id = $2;

-- stmt: AGENDA_ITEM_RESULT
UPDATE agenda_item SET result = $4, follow_up = $5, version = version + 1 WHERE id = $1 AND meeting_id = $2 AND version = $3;

-- stmt: AGENDA_CALL
UPDATE agenda_meeting SET called_at = $2, called_version = $3, called_why = $4, called_starts = starts_at, called_minutes = minutes,
       called_place = place, called_link = link, calls = calls + 1
 WHERE id = $1;

-- stmt: AGENDA_RELEASE
UPDATE agenda_meeting SET released_at = $2 WHERE id = $1;

-- stmt: AGENDA_BEGIN
UPDATE agenda_meeting SET begun_at = $2 WHERE id = $1 AND begun_at IS NULL;

-- stmt: AGENDA_END
UPDATE agenda_meeting SET ended_at = COALESCE(ended_at, $2), headcount = $3, reached = $4, reached_why = $5,
       told_version = told_version + 1
 WHERE id = $1;

-- stmt: AGENDA_LOCK
UPDATE agenda_meeting SET locked_at = $2 WHERE id = $1 AND locked_at IS NULL;

-- stmt: AGENDA_TELL
UPDATE agenda_meeting SET told_at = $2 WHERE id = $1;

-- stmt: AGENDA_CANCEL
UPDATE agenda_meeting SET cancelled_at = $2, calls = calls + 1 WHERE id = $1;

-- stmt: AGENDA_THERE_CLEAR
DELETE FROM agenda_there WHERE meeting_id = $1;

-- stmt: AGENDA_THERE_ADD
INSERT INTO agenda_there (meeting_id, role_id) VALUES ($1, $2);

-- stmt: AGENDA_SEE
INSERT INTO agenda_seen (meeting_id, what, person_id, version, at) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (meeting_id, what, person_id) DO UPDATE SET version = excluded.version, at = excluded.at;

-- stmt: AGENDA_CORRECT
INSERT INTO agenda_correction (meeting_id, person_id, at, body) VALUES ($1, $2, $3, $4);

-- stmt: AGENDA_TASK_ADD
INSERT INTO task (process_id, phase, thing, body, owner_id, due_at) VALUES ($1, $2, $3, $4, $5, $6);

-- stmt: AGENDA_TASK_DONE
UPDATE task SET done_at = $3 WHERE id = $1 AND process_id = $2;
