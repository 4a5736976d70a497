-- Sessions and roles.

-- stmt: SESSION_USER
SELECT p.id, p.organisation_id, p.name, p.email, p.lang,
       (SELECT COUNT(*) FROM role r WHERE r.person_id = p.id AND r.kind = 'admin' AND r.from_at <= $2
           AND (r.to_at IS NULL OR r.to_at > $2)),
       s.token_hash
  FROM session s JOIN person p ON p.id = s.person_id
 WHERE s.token_hash = $1 AND s.expires > $2 AND p.left_at IS NULL;

-- stmt: SESSION_ROLES
WITH RECURSIVE up(id) AS (
  SELECT CAST($2 AS BIGINT)
  UNION ALL
  SELECT u.parent_id FROM unit u JOIN up ON u.id = up.id WHERE u.parent_id IS NOT NULL
)
SELECT r.kind, r.unit_id, COALESCE(r.process_id, 0), r.confirmed_at
  FROM role r JOIN up ON up.id = r.unit_id
 WHERE r.person_id = $1 AND r.from_at <= $3 AND (r.to_at IS NULL OR r.to_at > $3)
 LIMIT 100;

-- stmt: SESSION_INSERT
INSERT INTO session (token_hash, person_id, created, expires, device) VALUES ($1, $2, $3, $4, $5);

-- stmt: SESSION_DELETE
DELETE FROM session WHERE token_hash = $1;

-- stmt: SESSION_DELETE_OTHERS
DELETE FROM session WHERE person_id = $1 AND token_hash <> $2;

-- stmt: SESSION_DELETE_ONE
DELETE FROM session WHERE person_id = $1 AND substr(token_hash, 1, 16) = $2;

-- stmt: SESSION_LIST
SELECT token_hash, created, expires, device FROM session WHERE person_id = $1 AND expires > $2
 ORDER BY created DESC, token_hash LIMIT 50;
