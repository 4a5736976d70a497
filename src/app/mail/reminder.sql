-- Reminders.

-- stmt: REMINDER_OFF
SELECT kind FROM reminder_off WHERE process_id = $1 LIMIT 20;

-- stmt: REMINDER_OFF_PUT
INSERT INTO reminder_off (process_id, kind) VALUES ($1, $2) ON CONFLICT DO NOTHING;

-- stmt: REMINDER_OFF_DROP
DELETE FROM reminder_off WHERE process_id = $1 AND kind = $2;

-- stmt: REMINDER_PROCESSES
SELECT id FROM process WHERE state IN ('anchored', 'planned', 'running') ORDER BY id LIMIT 5000;

-- stmt: REMINDER_LAST
SELECT COALESCE(MAX(created), 0),
       (SELECT COUNT(*) FROM mail_choice m WHERE m.person_id = $1 AND m.reminders = 0)
  FROM outbox WHERE reader_id = $1 AND kind = 'reminder' AND state <> 'dropped';

-- stmt: REMINDER_TOLD
SELECT COUNT(*) FROM reminder_told WHERE person_id = $1 AND what = $2;

-- stmt: REMINDER_TELL
INSERT INTO reminder_told (person_id, what, at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING;

-- stmt: REMINDER_FORGET
DELETE FROM reminder_told WHERE at < $1;

-- stmt: REMINDER_FORGET_DUE
SELECT COUNT(*) FROM reminder_told WHERE at < $1;

-- stmt: REMINDER_LAY
INSERT INTO outbox (process_id, reader_id, kind, recipient, subject, body, created, not_before)
VALUES ($1, $2, 'reminder', $3, $4, $5, $6, $6);

-- stmt: DIGESTS
SELECT d.process_id, d.every_days, d.last_at FROM mail_digest d JOIN process p ON p.id = d.process_id
 WHERE p.state = 'running' AND d.last_at + d.every_days * 86400 <= $1 ORDER BY d.process_id LIMIT 1000;

-- stmt: DIGEST_OF
SELECT every_days, last_at FROM mail_digest WHERE process_id = $1;

-- stmt: DIGEST_PUT
INSERT INTO mail_digest (process_id, every_days, last_at) VALUES ($1, $2, $3)
ON CONFLICT (process_id) DO UPDATE SET every_days = excluded.every_days;

-- stmt: DIGEST_DROP
DELETE FROM mail_digest WHERE process_id = $1;

-- stmt: DIGEST_TAKE
UPDATE mail_digest SET last_at = $2 WHERE process_id = $1 AND last_at = $3;

-- stmt: DIGEST_LAY
INSERT INTO outbox (process_id, reader_id, kind, recipient, subject, body, created, not_before)
VALUES ($1, $2, 'digest', $3, $4, $5, $6, $6);

-- stmt: REMINDER_OWNER
SELECT p.email, p.lang,
       (SELECT COUNT(*) FROM role r WHERE r.person_id = p.id AND r.unit_id = $2 AND r.kind NOT IN ('helper', 'workshop_leader')
           AND r.from_at <= $3 AND (r.to_at IS NULL OR r.to_at > $3))
  FROM person p WHERE p.id = $1 AND p.email IS NOT NULL AND p.secret IS NOT NULL AND p.left_at IS NULL;
