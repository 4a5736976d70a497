-- Calendars: personal feeds and invitations.

-- stmt: FEED_OF
SELECT created FROM calendar_feed WHERE person_id = $1;

-- stmt: FEED_PUT
INSERT INTO calendar_feed (person_id, token_hash, created) VALUES ($1, $2, $3)
ON CONFLICT (person_id) DO UPDATE SET token_hash = excluded.token_hash, created = excluded.created;

-- stmt: FEED_REVOKE
DELETE FROM calendar_feed WHERE person_id = $1;

-- stmt: FEED_FIND
SELECT p.id, p.lang FROM calendar_feed f JOIN person p ON p.id = f.person_id WHERE f.token_hash = $1 AND p.left_at IS NULL;

-- stmt: FEED_PROCESSES
SELECT x.id, MAX(x.inside) FROM (
  SELECT pr.id, CASE WHEN r.kind = 'staff' THEN 0 ELSE 1 END AS inside
    FROM role r JOIN process pr ON pr.unit_id = r.unit_id
   WHERE r.person_id = $1 AND r.process_id IS NULL AND r.from_at <= $2 AND (r.to_at IS NULL OR r.to_at > $2)
     AND (r.kind IN ('leader', 'staff') OR r.kind IN ('union', 'employee_rep', 'safety') AND r.confirmed_at IS NOT NULL)
     AND pr.state <> 'archived' AND (r.kind <> 'staff' OR pr.state <> 'draft')
  UNION ALL
  SELECT r.process_id, 1 FROM role r
   WHERE r.person_id = $1 AND r.process_id IS NOT NULL AND r.kind IN ('helper', 'workshop_leader') AND r.confirmed_at IS NOT NULL
     AND r.from_at <= $2 AND (r.to_at IS NULL OR r.to_at > $2)) x
 GROUP BY x.id ORDER BY x.id DESC LIMIT 50;

-- stmt: MAIL_CHOICE
SELECT reminders, invitations FROM mail_choice WHERE person_id = $1;

-- stmt: CHOICE_INVITATIONS
INSERT INTO mail_choice (person_id, invitations) VALUES ($1, $2)
ON CONFLICT (person_id) DO UPDATE SET invitations = excluded.invitations;

-- stmt: INVITE_WANTED
SELECT DISTINCT s.id, s.process_id, s.moved, p.id, p.email, p.lang
  FROM sitting s JOIN process pr ON pr.id = s.process_id
  JOIN role r ON r.unit_id = pr.unit_id AND r.process_id IS NULL
  JOIN person p ON p.id = r.person_id
 WHERE s.kind IN ('group', 'staff') AND s.state IN ('planned', 'broken') AND s.starts_at > $1
   AND (s.starts_at <= $2 OR EXISTS (SELECT 1 FROM invitation i WHERE i.sitting_id = s.id AND i.person_id = p.id AND i.state = 'sent'))
   AND pr.state IN ('planned', 'running')
   AND r.kind IN ('leader', 'union', 'employee_rep', 'safety') AND (r.kind = 'leader' OR r.confirmed_at IS NOT NULL)
   AND r.from_at <= $1 AND (r.to_at IS NULL OR r.to_at > $1)
   AND p.email IS NOT NULL AND p.secret IS NOT NULL AND p.left_at IS NULL
   AND NOT EXISTS (SELECT 1 FROM mail_choice m WHERE m.person_id = p.id AND m.invitations = 0)
   AND NOT EXISTS (SELECT 1 FROM reminder_off f WHERE f.process_id = pr.id AND f.kind = 'invitations')
   AND NOT EXISTS (SELECT 1 FROM invitation i WHERE i.sitting_id = s.id AND i.person_id = p.id AND i.state = 'sent' AND i.moved = s.moved)
   AND NOT EXISTS (SELECT 1 FROM audit a WHERE a.process_id = pr.id AND a.at > $3 AND a.kind LIKE 'plan.%')
 ORDER BY s.id, p.id LIMIT 100;

-- stmt: INVITE_UNWANTED
SELECT i.sitting_id, i.process_id, i.person_id, p.email, p.lang, i.sequence, i.starts_at, i.ends_at, i.title, i.place, i.public_id
  FROM invitation i JOIN person p ON p.id = i.person_id
 WHERE i.state = 'sent' AND i.starts_at > $1 AND p.email IS NOT NULL AND p.left_at IS NULL
   AND (NOT EXISTS (SELECT 1 FROM sitting s JOIN process pr ON pr.id = s.process_id
                     WHERE s.id = i.sitting_id AND s.starts_at IS NOT NULL AND pr.state NOT IN ('ended', 'archived'))
        OR NOT EXISTS (SELECT 1 FROM process pr JOIN role r ON r.unit_id = pr.unit_id
                        WHERE pr.id = i.process_id AND r.person_id = i.person_id AND r.process_id IS NULL
                          AND r.kind IN ('leader', 'union', 'employee_rep', 'safety') AND r.from_at <= $1 AND (r.to_at IS NULL OR r.to_at > $1)))
   AND NOT EXISTS (SELECT 1 FROM audit a WHERE a.process_id = i.process_id AND a.at > $2 AND a.kind LIKE 'plan.%')
 ORDER BY i.sitting_id, i.person_id LIMIT 100;

-- stmt: INVITE_SEQUENCE
SELECT sequence FROM invitation WHERE sitting_id = $1 AND person_id = $2;

-- stmt: INVITE_SENT
INSERT INTO invitation (sitting_id, person_id, process_id, public_id, state, sequence, moved, starts_at, ends_at, title, place)
VALUES ($1, $2, $3, $4, 'sent', $5, $6, $7, $8, $9, $10)
ON CONFLICT (sitting_id, person_id) DO UPDATE SET state = 'sent', sequence = excluded.sequence, moved = excluded.moved,
   starts_at = excluded.starts_at, ends_at = excluded.ends_at, title = excluded.title, place = excluded.place
 WHERE invitation.state <> 'sent' OR invitation.moved <> excluded.moved;

-- stmt: INVITE_TAKEN_BACK
UPDATE invitation SET state = 'cancelled', sequence = $3 WHERE sitting_id = $1 AND person_id = $2 AND state = 'sent' AND sequence < $3;

-- stmt: INVITE_LAY
INSERT INTO outbox (process_id, kind, recipient, subject, body, calendar, created, not_before) VALUES ($1, $2, $3, $4, $5, $6, $7, $7);

-- stmt: INVITE_DROP_WAITING
UPDATE outbox SET state = 'dropped'
 WHERE process_id = $1 AND recipient = $2 AND kind IN ('calendar', 'calendar off') AND state = 'waiting' AND calendar LIKE $3;

-- stmt: INVITE_FORGET
DELETE FROM invitation WHERE starts_at < $1;

-- stmt: INVITE_FORGET_DUE
SELECT COUNT(*) FROM invitation WHERE starts_at < $1;

-- stmt: MEETING_PLACE
SELECT p.public_id, u.name FROM process p JOIN unit u ON u.id = p.unit_id WHERE p.id = $1;

-- stmt: MEETING_CALL_LAY
INSERT INTO outbox (process_id, kind, recipient, subject, body, calendar, created, not_before) VALUES ($1, 'meeting call', $2, $3, $4, $5, $6, $6);

-- stmt: MEETING_CALL_DROP
UPDATE outbox SET state = 'dropped' WHERE process_id = $1 AND kind = 'meeting call' AND state = 'waiting' AND tries = 0 AND calendar LIKE $2;

-- Whoever has been sent it, and is still here.
-- stmt: MEETING_CALLED
SELECT DISTINCT o.recipient, p.lang FROM outbox o JOIN person p ON p.email = o.recipient
 WHERE o.process_id = $1 AND o.kind = 'meeting call' AND o.state <> 'dropped' AND o.calendar LIKE $2 AND p.left_at IS NULL
 ORDER BY o.recipient LIMIT 500;
