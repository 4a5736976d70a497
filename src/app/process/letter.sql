-- Messages of a process.

-- stmt: LETTER_OWN
SELECT subject, body FROM message_text WHERE process_id = $1 AND message = $2 AND lang = $3;

-- stmt: LETTER_PUT
INSERT INTO message_text (process_id, message, lang, subject, body) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (process_id, message, lang) DO UPDATE SET subject = excluded.subject, body = excluded.body;

-- stmt: LETTER_FORGET
DELETE FROM message_text WHERE process_id = $1 AND message = $2 AND lang = $3;

-- stmt: LETTER_LAID
SELECT COUNT(*), COALESCE(MAX(created), 0) FROM outbox WHERE process_id = $1 AND kind = $2;

-- stmt: LETTER_LAY
INSERT INTO outbox (process_id, kind, recipient, subject, body, created, not_before) VALUES ($1, $2, $3, $4, $5, $6, $7);

-- stmt: LETTER_FATE
SELECT COALESCE(SUM(CASE WHEN state = 'sent' THEN 1 ELSE 0 END), 0),
       COALESCE(SUM(CASE WHEN state IN ('waiting', 'sending') THEN 1 ELSE 0 END), 0),
       COALESCE(SUM(CASE WHEN state = 'failed' THEN 1 ELSE 0 END), 0),
       COALESCE(SUM(CASE WHEN state = 'unsure' THEN 1 ELSE 0 END), 0)
  FROM outbox WHERE process_id = $1 AND kind = $2;

-- stmt: LETTER_AGAIN
UPDATE outbox SET state = 'waiting', not_before = $3, created = $3, tries = 0, trouble = NULL
 WHERE process_id = $1 AND kind = $2 AND state IN ('failed', 'unsure');

-- stmt: RELEASE_OF
SELECT released_at, COALESCE(laid_at, 0) FROM message_release WHERE process_id = $1 AND message = $2;

-- stmt: RELEASE_PUT
INSERT INTO message_release (process_id, message, released_at, released_by) VALUES ($1, $2, $3, $4)
ON CONFLICT (process_id, message) DO UPDATE SET released_at = excluded.released_at, released_by = excluded.released_by, laid_at = NULL;

-- stmt: RELEASE_TAKE_BACK
DELETE FROM message_release WHERE process_id = $1 AND message = $2 AND laid_at IS NULL;

-- stmt: RELEASE_LAID
UPDATE message_release SET laid_at = $3 WHERE process_id = $1 AND message = $2 AND laid_at IS NULL;

-- stmt: RELEASES_WAITING
SELECT m.process_id, m.message, COALESCE(m.released_by, 0) FROM message_release m JOIN process p ON p.id = m.process_id
 WHERE m.laid_at IS NULL AND p.state IN ('anchored', 'planned', 'running') ORDER BY m.process_id, m.message LIMIT 2000;

-- Themes only: what later phases chose among has a ref, with a colon, in their place.
-- stmt: LETTER_TITLES
SELECT title FROM challenge WHERE process_id = $1 AND kind = $2 AND theme_id NOT LIKE '%:%' AND state IN ('chosen', 'added')
 ORDER BY id LIMIT 20;
