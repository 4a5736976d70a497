-- Facts for the pages about the installation.

-- stmt: ABOUT_ORGANISATION
SELECT name FROM organisation ORDER BY id LIMIT 1;

-- stmt: ABOUT_COUNTS
SELECT (SELECT COUNT(*) FROM unit WHERE kind = 'unit'), (SELECT COUNT(*) FROM person WHERE left_at IS NULL);

-- Where both sides have said that the tool was talked over.
-- stmt: ABOUT_DISCUSSED
SELECT d.held_on, u.name FROM discussed d JOIN unit u ON u.id = d.unit_id WHERE d.confirmed_by IS NOT NULL
 ORDER BY u.name, u.id LIMIT 60;
