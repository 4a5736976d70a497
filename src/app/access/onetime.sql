-- One-time links and slips.

-- stmt: ONETIME_PUT
INSERT INTO onetime (token_hash, person_id, purpose, channel, created, expires, made_by)
VALUES ($1, $2, $3, $4, $5, $6, $7);

-- stmt: ONETIME_END_OTHERS
UPDATE onetime SET expires = $2 WHERE person_id = $1 AND used_at IS NULL AND expires > $2;

-- stmt: ONETIME_END_MAILED
UPDATE onetime SET expires = $2 WHERE person_id = $1 AND channel = 'mail' AND used_at IS NULL AND expires > $2;

-- stmt: ONETIME_FIND
SELECT o.person_id, o.expires, o.used_at, o.token_hash, p.name, p.email, o.purpose,
       CASE WHEN p.secret IS NULL THEN 0 ELSE 1 END, p.left_at
  FROM onetime o JOIN person p ON p.id = o.person_id
 WHERE o.token_hash = $1;

-- stmt: ONETIME_USE
UPDATE onetime SET used_at = $2 WHERE token_hash = $1 AND used_at IS NULL AND expires > $2;

-- stmt: ONETIME_LAST
SELECT channel, created, used_at, expires FROM onetime WHERE person_id = $1 ORDER BY created DESC LIMIT 1;

-- stmt: OUTBOX_LINK
INSERT INTO outbox (person_id, kind, recipient, subject, body, created, not_before) VALUES ($1, $2, $3, $4, $5, $6, $6);

-- Letters with a link that have not left; NULL: there is no address any more.
-- stmt: OUTBOX_LINK_TO
UPDATE outbox SET recipient = COALESCE(CAST($2 AS TEXT), recipient), state = CASE WHEN CAST($2 AS TEXT) IS NULL THEN 'dropped' ELSE state END
 WHERE person_id = $1 AND kind IN ('invite', 'reset') AND state IN ('waiting', 'failed', 'unsure');

-- stmt: OUTBOX_LINK_LAST
SELECT created, sent_at FROM outbox WHERE person_id = $1 AND kind IN ('invite', 'reset') ORDER BY created DESC LIMIT 1;
