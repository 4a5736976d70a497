-- The staff list.

-- stmt: STAFF_BY_EMAIL
SELECT id, organisation_id, name, left_at FROM person WHERE email = $1;

-- Without an address somebody is known by name and unit.
-- stmt: STAFF_BY_NAME
SELECT p.id, p.name FROM person p JOIN role r ON r.person_id = p.id
 WHERE p.organisation_id = $1 AND r.unit_id = $2 AND p.name = $3 AND p.left_at IS NULL AND p.erased_at IS NULL
   AND (r.to_at IS NULL OR r.to_at > $4)
 ORDER BY p.id LIMIT 1;
