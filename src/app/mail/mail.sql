-- Mail: the outbox on its way out.

-- stmt: MAIL_DUE
SELECT COALESCE(SUM(CASE WHEN kind = 'test' THEN 1 ELSE 0 END), 0), COUNT(*)
  FROM outbox WHERE state = 'waiting' AND not_before <= $1;

-- stmt: MAIL_CLAIM
UPDATE outbox SET state = 'sending', claimed_at = $1, claimed_by = $2, tries = tries + 1, mail_id = COALESCE(mail_id, $3)
 WHERE id = (SELECT id FROM outbox WHERE state = 'waiting' AND not_before <= $1
              ORDER BY CASE WHEN kind = 'test' THEN 0 ELSE 1 END, not_before, id LIMIT 1)
RETURNING id, process_id, person_id, reader_id, kind, recipient, subject, body, calendar, created, tries, mail_id;

-- stmt: MAIL_CLAIM @postgres
UPDATE outbox SET state = 'sending', claimed_at = $1, claimed_by = $2, tries = tries + 1, mail_id = COALESCE(mail_id, $3)
 WHERE id = (SELECT id FROM outbox WHERE state = 'waiting' AND not_before <= $1
              ORDER BY CASE WHEN kind = 'test' THEN 0 ELSE 1 END, not_before, id LIMIT 1 FOR UPDATE SKIP LOCKED)
RETURNING id, process_id, person_id, reader_id, kind, recipient, subject, body, calendar, created, tries, mail_id;

-- stmt: MAIL_SETTLE
UPDATE outbox SET state = $3, sent_at = $4, not_before = $5, trouble = $6, claimed_by = NULL
 WHERE id = $1 AND claimed_by = $2;

-- stmt: MAIL_STALE
UPDATE outbox SET state = CASE WHEN kind IN ('invite', 'reset', 'calendar', 'calendar off') THEN 'waiting' ELSE 'unsure' END,
       trouble = 'unsure', claimed_by = NULL
 WHERE state = 'sending' AND claimed_at < $1 AND claimed_by <> $2;

-- stmt: MAIL_AGAIN_NOW
UPDATE outbox SET not_before = $1 WHERE state = 'waiting' AND trouble IS NOT NULL AND not_before > $1;

-- stmt: MAIL_UNIT
SELECT u.name FROM process p JOIN unit u ON u.id = p.unit_id WHERE p.id = $1;

-- stmt: MAIL_READER
SELECT p.lang, p.left_at, CASE WHEN p.secret IS NULL THEN 0 ELSE 1 END,
       (SELECT COUNT(*) FROM onetime o
         WHERE o.person_id = p.id AND o.channel = 'slip' AND o.created > $2 AND (o.used_at IS NOT NULL OR o.expires > $3))
  FROM person p WHERE p.id = $1;

-- stmt: MAIL_WANTS_REMINDERS
SELECT COUNT(*) FROM mail_choice WHERE person_id = $1 AND reminders = 0;

-- stmt: STOP_PUT
INSERT INTO mail_stop (token_hash, person_id, created) VALUES ($1, $2, $3);

-- stmt: STOP_FIND
SELECT s.person_id, COALESCE(s.used_at, 0), p.lang FROM mail_stop s JOIN person p ON p.id = s.person_id WHERE s.token_hash = $1;

-- stmt: STOP_USE
UPDATE mail_stop SET used_at = $2 WHERE token_hash = $1 AND used_at IS NULL;

-- stmt: STOP_FORGET
DELETE FROM mail_stop WHERE token_hash IN (SELECT token_hash FROM mail_stop WHERE created < $1 ORDER BY token_hash LIMIT 500);

-- stmt: STOP_FORGET_DUE
SELECT COUNT(*) FROM mail_stop WHERE created < $1;

-- stmt: CHOICE_REMINDERS
INSERT INTO mail_choice (person_id, reminders) VALUES ($1, $2)
ON CONFLICT (person_id) DO UPDATE SET reminders = excluded.reminders;

-- stmt: MAIL_LANG_OF
SELECT lang FROM person WHERE email = $1;

-- stmt: MAIL_TEST_LAY
INSERT INTO outbox (kind, recipient, subject, body, created, not_before) VALUES ('test', $1, $2, $3, $4, $4);

-- stmt: MAIL_TEST_LAST
SELECT state, trouble, created, sent_at FROM outbox WHERE kind = 'test' ORDER BY id DESC LIMIT 1;

-- stmt: MAIL_COUNTS
SELECT COALESCE(SUM(CASE WHEN state IN ('waiting', 'sending') AND not_before <= $1 THEN 1 ELSE 0 END), 0),
       COALESCE(SUM(CASE WHEN state IN ('waiting', 'sending') AND not_before > $1 AND trouble IS NULL THEN 1 ELSE 0 END), 0),
       COALESCE(SUM(CASE WHEN state = 'waiting' AND trouble IS NOT NULL THEN 1 ELSE 0 END), 0),
       COALESCE(SUM(CASE WHEN state = 'sent' AND sent_at > $2 THEN 1 ELSE 0 END), 0),
       COALESCE(SUM(CASE WHEN state = 'failed' THEN 1 ELSE 0 END), 0),
       COALESCE(SUM(CASE WHEN state = 'unsure' THEN 1 ELSE 0 END), 0),
       COALESCE(MIN(CASE WHEN state = 'waiting' AND not_before <= $1 OR state = 'waiting' AND trouble IS NOT NULL THEN created END), 0)
  FROM outbox WHERE kind <> 'test';

-- stmt: MAIL_TROUBLES
SELECT id, recipient, kind, state, trouble, created, tries FROM outbox
 WHERE kind <> 'test' AND (state IN ('failed', 'unsure') OR state = 'waiting' AND trouble IS NOT NULL)
 ORDER BY id DESC LIMIT 100;

-- stmt: MAIL_AGAIN
UPDATE outbox SET state = 'waiting', not_before = $2, created = $2, tries = 0, trouble = NULL
 WHERE id = $1 AND state IN ('failed', 'unsure');

-- stmt: MAIL_PUT_AWAY
UPDATE outbox SET state = 'dropped' WHERE id = $1 AND state IN ('failed', 'unsure');

-- stmt: MAIL_FORGET
UPDATE outbox SET body = '', calendar = NULL
 WHERE id IN (SELECT id FROM outbox WHERE state IN ('sent', 'dropped') AND created < $1 AND body <> '' ORDER BY id LIMIT 500);

-- stmt: MAIL_FORGET_DUE
SELECT COUNT(*) FROM outbox WHERE state IN ('sent', 'dropped') AND created < $1 AND body <> '';

-- stmt: MAIL_RESTORED
UPDATE outbox SET state = 'unsure', trouble = 'unsure', claimed_by = NULL WHERE state IN ('waiting', 'sending');
