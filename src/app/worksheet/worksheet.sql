-- Sheets of the group's meetings.

-- stmt: OWN_SHEET
SELECT field, body, CASE WHEN shared_at IS NULL THEN 0 ELSE 1 END FROM own_sheet
 WHERE process_id = $1 AND person_id = $2 AND sheet = $3 LIMIT 60;

-- stmt: OWN_SHEET_SHARED
SELECT o.field, o.body, p.name FROM own_sheet o JOIN person p ON p.id = o.person_id
 WHERE o.process_id = $1 AND o.sheet = $2 AND o.shared_at IS NOT NULL ORDER BY o.field, p.name, p.id LIMIT 300;

-- stmt: OWN_SHEET_PUT
INSERT INTO own_sheet (process_id, person_id, sheet, field, body) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (process_id, person_id, sheet, field) DO UPDATE SET body = excluded.body;

-- stmt: OWN_SHEET_DELETE
DELETE FROM own_sheet WHERE process_id = $1 AND person_id = $2 AND sheet = $3 AND field = $4;

-- stmt: OWN_SHEET_SHARE
UPDATE own_sheet SET shared_at = $5 WHERE process_id = $1 AND person_id = $2 AND sheet = $3 AND field = $4;

-- stmt: OWN_SHEET_FORGET
DELETE FROM own_sheet WHERE process_id = $1 AND shared_at IS NULL;

-- stmt: GROUP_SHEET
SELECT id, field, body, CASE WHEN hidden_at IS NULL THEN 0 ELSE 1 END FROM group_input
 WHERE process_id = $1 AND sheet = $2 ORDER BY position, id LIMIT 500;

-- stmt: GROUP_INPUT_GET
SELECT id, field, body, CASE WHEN hidden_at IS NULL THEN 0 ELSE 1 END, sheet, process_id FROM group_input WHERE id = $1;

-- stmt: GROUP_INPUT_ADD
INSERT INTO group_input (id, process_id, sheet, field, body, person_id, position)
SELECT $1, $2, $3, $4, $5, $6, COALESCE(MAX(position), 0) + 1 FROM group_input WHERE process_id = $2 AND sheet = $3;

-- stmt: GROUP_INPUT_ADD @postgres
INSERT INTO group_input (id, process_id, sheet, field, body, person_id, position)
SELECT CAST($1 AS TEXT), CAST($2 AS BIGINT), CAST($3 AS TEXT), CAST($4 AS TEXT), CAST($5 AS TEXT), CAST($6 AS BIGINT),
       COALESCE(MAX(position), 0) + 1
  FROM group_input WHERE process_id = $2 AND sheet = $3;

-- stmt: GROUP_INPUT_COUNT
SELECT COUNT(*) FROM group_input WHERE process_id = $1;

-- stmt: GROUP_INPUT_HIDE
UPDATE group_input SET hidden_at = $3 WHERE id = $1 AND process_id = $2;
