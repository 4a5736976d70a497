-- The log. AUDIT_LOCK makes writers on several nodes take turns, so that the chain has one end.

-- stmt: AUDIT_LOCK
SELECT 0;

-- stmt: AUDIT_LOCK @postgres
SELECT 0 FROM (SELECT pg_advisory_xact_lock(72690317)) AS held;

-- stmt: AUDIT_LAST
SELECT hash FROM audit ORDER BY id DESC LIMIT 1;

-- stmt: AUDIT_ADD
INSERT INTO audit (unit_id, process_id, person_id, about_id, at, kind, salt, body, inner_hash, hash)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10);

-- stmt: AUDIT_WALK
SELECT id, unit_id, process_id, person_id, about_id, at, kind, salt, body, inner_hash, hash
  FROM audit WHERE id > $1 ORDER BY id LIMIT 500;

-- stmt: AUDIT_OF_PROCESS
SELECT a.id, a.at, a.kind, a.body, p.name, q.name
  FROM audit a LEFT JOIN person p ON p.id = a.person_id LEFT JOIN person q ON q.id = a.about_id
 WHERE (a.process_id = $1 OR (a.unit_id = $2 AND a.process_id IS NULL)) AND a.id < $3
 ORDER BY a.id DESC LIMIT 201;

-- stmt: AUDIT_OF_PERSON
SELECT a.id, a.at, a.kind, a.body, p.name, q.name
  FROM audit a LEFT JOIN person p ON p.id = a.person_id LEFT JOIN person q ON q.id = a.about_id
 WHERE (a.person_id = $1 OR a.about_id = $1) AND a.id < $2
 ORDER BY a.id DESC LIMIT 201;

-- stmt: AUDIT_EMPTY
UPDATE audit SET salt = NULL, body = NULL, person_id = NULL, about_id = NULL
 WHERE id IN (SELECT id FROM audit WHERE at < $1 AND salt IS NOT NULL ORDER BY at LIMIT 500);
