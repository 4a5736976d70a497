-- Statements of the dispatcher and the frame.

-- stmt: FORM_KEY_USE
INSERT INTO form_key (key, at) VALUES ($1, $2) ON CONFLICT DO NOTHING;

-- stmt: ABOUT_UNIT
SELECT id, 0, 0, name, '' FROM unit WHERE id = $1;

-- stmt: ABOUT_PROCESS
SELECT p.unit_id, p.id, 0, u.name, p.name FROM process p JOIN unit u ON u.id = p.unit_id WHERE p.id = $1;

-- stmt: ABOUT_SITTING
SELECT p.unit_id, p.id, s.id, u.name, p.name
  FROM sitting s JOIN process p ON p.id = s.process_id JOIN unit u ON u.id = p.unit_id
 WHERE s.id = $1;

-- stmt: ABOUT_CODE
SELECT p.unit_id, p.id, s.id, u.name, p.name
  FROM sitting s JOIN process p ON p.id = s.process_id JOIN unit u ON u.id = p.unit_id
 WHERE s.code = $1;

-- stmt: SITTING_LOCK
SELECT id FROM sitting WHERE id = $1;

-- stmt: SITTING_LOCK @postgres
SELECT id FROM sitting WHERE id = $1 FOR UPDATE;

-- stmt: SETTING_GET
SELECT value FROM setting WHERE name = $1;

-- stmt: SETTING_PUT
INSERT INTO setting (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value;

-- stmt: SETTING_DROP
DELETE FROM setting WHERE name = $1 AND value = $2;
