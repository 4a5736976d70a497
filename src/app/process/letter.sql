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

-- stmt: LETTER_TITLES
SELECT title FROM challenge WHERE process_id = $1 AND kind = $2 AND state IN ('chosen', 'added') ORDER BY id LIMIT 20;
