-- People, units, roles.

-- stmt: PEOPLE_AT
WITH RECURSIVE up(id) AS (
  SELECT CAST($1 AS BIGINT)
  UNION ALL
  SELECT u.parent_id FROM unit u JOIN up ON u.id = up.id WHERE u.parent_id IS NOT NULL
)
SELECT r.id, r.person_id, r.unit_id, r.process_id, r.kind, p.name, p.email, r.union_name, r.employer, u.name,
       r.from_at, r.to_at, r.confirmed_at, CASE WHEN p.secret IS NULL THEN 0 ELSE 1 END
  FROM role r JOIN up ON up.id = r.unit_id JOIN person p ON p.id = r.person_id JOIN unit u ON u.id = r.unit_id
 WHERE (r.unit_id = $1 OR r.kind IN ('superior', 'chief_union', 'chief_safety', 'admin'))
   AND r.process_id IS NULL AND (r.to_at IS NULL OR r.to_at > $2) AND p.left_at IS NULL
 ORDER BY CASE WHEN r.kind = 'staff' THEN 1 ELSE 0 END, p.name, r.id LIMIT 5000;

-- stmt: PEOPLE_GROUP_AT
SELECT r.id, r.person_id, r.unit_id, r.process_id, r.kind, p.name, p.email, r.union_name, r.employer, u.name,
       r.from_at, r.to_at, r.confirmed_at, CASE WHEN p.secret IS NULL THEN 0 ELSE 1 END
  FROM role r JOIN person p ON p.id = r.person_id JOIN unit u ON u.id = r.unit_id
 WHERE r.unit_id = $1 AND r.kind IN ('leader', 'union', 'employee_rep', 'safety')
   AND r.process_id IS NULL AND (r.to_at IS NULL OR r.to_at > $2) AND p.left_at IS NULL
 ORDER BY p.name, r.id LIMIT 500;

-- stmt: PEOPLE_OF_PROCESS
SELECT r.id, r.person_id, r.unit_id, r.process_id, r.kind, p.name, p.email, r.union_name, r.employer, u.name,
       r.from_at, r.to_at, r.confirmed_at, CASE WHEN p.secret IS NULL THEN 0 ELSE 1 END
  FROM role r JOIN person p ON p.id = r.person_id JOIN unit u ON u.id = r.unit_id
 WHERE r.process_id = $1 AND (r.to_at IS NULL OR r.to_at > $2) AND p.left_at IS NULL
 ORDER BY p.name, r.id LIMIT 100;

-- stmt: PEOPLE_BEFORE
SELECT r.id, r.person_id, r.unit_id, r.process_id, r.kind, p.name, p.email, r.union_name, r.employer, u.name,
       r.from_at, r.to_at, r.confirmed_at, CASE WHEN p.secret IS NULL THEN 0 ELSE 1 END
  FROM role r JOIN person p ON p.id = r.person_id JOIN unit u ON u.id = r.unit_id
 WHERE r.unit_id = $1 AND r.to_at <= $2 AND r.kind IN ('leader', 'union', 'employee_rep', 'safety')
   AND (r.confirmed_at IS NOT NULL OR r.kind = 'leader')
 ORDER BY r.to_at DESC, r.id LIMIT 50;

-- stmt: PEOPLE_ROLES
SELECT r.id, r.person_id, r.unit_id, r.process_id, r.kind, p.name, p.email, r.union_name, r.employer, u.name,
       r.from_at, r.to_at, r.confirmed_at, CASE WHEN p.secret IS NULL THEN 0 ELSE 1 END
  FROM role r JOIN person p ON p.id = r.person_id JOIN unit u ON u.id = r.unit_id
 WHERE r.person_id = $1
 ORDER BY r.from_at, r.id LIMIT 100;

-- stmt: PEOPLE_ROLE_GET
SELECT r.id, r.person_id, r.unit_id, r.process_id, r.kind, p.name, p.email, r.union_name, r.employer, u.name,
       r.from_at, r.to_at, r.confirmed_at, CASE WHEN p.secret IS NULL THEN 0 ELSE 1 END
  FROM role r JOIN person p ON p.id = r.person_id JOIN unit u ON u.id = r.unit_id
 WHERE r.id = $1;

-- stmt: PEOPLE_ADMIN_IS_LEADER
SELECT COUNT(*)
  FROM role l JOIN role m ON m.person_id = l.person_id AND m.kind = 'admin'
 WHERE l.unit_id = $1 AND l.kind = 'leader' AND l.from_at <= $2 AND (l.to_at IS NULL OR l.to_at > $2)
   AND m.from_at <= $2 AND (m.to_at IS NULL OR m.to_at > $2);

-- stmt: PEOPLE_IS_REP
SELECT COUNT(*) FROM role
 WHERE person_id = $1 AND kind IN ('union', 'employee_rep', 'safety', 'chief_union', 'chief_safety')
   AND (to_at IS NULL OR to_at > $2);

-- stmt: PEOPLE_ADMINS
SELECT COUNT(DISTINCT r.person_id)
  FROM role r JOIN person p ON p.id = r.person_id
 WHERE r.kind = 'admin' AND r.from_at <= $1 AND (r.to_at IS NULL OR r.to_at > $1) AND p.left_at IS NULL
   AND p.organisation_id = $2;

-- stmt: PERSON_GET
SELECT id, organisation_id, name, email, lang, CASE WHEN secret IS NULL THEN 0 ELSE 1 END, left_at
  FROM person WHERE id = $1 AND organisation_id = $2 AND erased_at IS NULL;

-- stmt: PERSON_LIST
SELECT id, organisation_id, name, email, lang, CASE WHEN secret IS NULL THEN 0 ELSE 1 END, left_at
  FROM person WHERE organisation_id = $1 AND name >= $2 AND erased_at IS NULL ORDER BY name, id LIMIT 201;

-- stmt: PERSON_BY_EMAIL
SELECT id, organisation_id, secret, left_at FROM person WHERE email = $1;

-- stmt: PERSON_SECRET
SELECT secret FROM person WHERE id = $1;

-- stmt: PERSON_ADD
INSERT INTO person (organisation_id, name, email, lang, created) VALUES ($1, $2, $3, $4, $5) RETURNING id;

-- stmt: PERSON_SECRET_SET
UPDATE person SET secret = $2 WHERE id = $1 AND left_at IS NULL;

-- stmt: PERSON_LANG_SET
UPDATE person SET lang = $2 WHERE id = $1;

-- stmt: PERSON_CHANGE
UPDATE person SET name = $3, email = $4 WHERE id = $1 AND organisation_id = $2;

-- stmt: PERSON_LEAVE
UPDATE person SET left_at = $3 WHERE id = $1 AND organisation_id = $2 AND left_at IS NULL;

-- stmt: ROLE_HELD
SELECT COUNT(*) FROM role
 WHERE person_id = $1 AND unit_id = $2 AND kind = $3 AND COALESCE(process_id, 0) = $4
   AND (to_at IS NULL OR to_at > $5);

-- stmt: ROLE_ADD
INSERT INTO role (person_id, unit_id, process_id, kind, union_name, employer, from_at, to_at, granted_by)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING id;

-- stmt: ROLE_CONFIRM
UPDATE role SET confirmed_at = $3 WHERE id = $1 AND person_id = $2 AND confirmed_at IS NULL
   AND (to_at IS NULL OR to_at > $3);

-- stmt: ROLE_GRANT
UPDATE role SET confirmed_at = $2 WHERE id = $1 AND confirmed_at IS NULL;

-- stmt: ROLE_END
UPDATE role SET to_at = $2 WHERE id = $1 AND (to_at IS NULL OR to_at > $2);

-- stmt: UNIT_LIST
SELECT id, parent_id, name, kind, code FROM unit WHERE organisation_id = $1 ORDER BY name, id LIMIT 2000;

-- stmt: UNIT_GET
SELECT id, parent_id, name, kind, code FROM unit WHERE id = $1 AND organisation_id = $2;

-- stmt: UNIT_ADD
INSERT INTO unit (organisation_id, parent_id, name, kind, created, code) VALUES ($1, $2, $3, $4, $5, $6) RETURNING id;

-- stmt: UNIT_CHANGE
UPDATE unit SET name = $3, kind = $4, code = $5 WHERE id = $1 AND organisation_id = $2;

-- stmt: ORGANISATION_FIRST
SELECT id, name, lang FROM organisation ORDER BY id LIMIT 1;

-- stmt: ORGANISATION_ADD
INSERT INTO organisation (name, lang, created) VALUES ($1, $2, $3) RETURNING id;

-- stmt: ORGANISATION_CLAIM
INSERT INTO setting (name, value) VALUES ('started', $1) ON CONFLICT DO NOTHING;

-- stmt: PERSON_ORGANISATION
SELECT organisation_id FROM person WHERE id = $1;

-- stmt: PERSON_LANG
SELECT lang FROM person WHERE id = $1;

-- stmt: PERSON_LETTER
SELECT name, email, CASE WHEN secret IS NULL THEN 0 ELSE 1 END, lang FROM person WHERE id = $1;
