-- Facts for the pages about the installation.

-- stmt: ABOUT_ORGANISATION
SELECT name FROM organisation ORDER BY id LIMIT 1;

-- stmt: ABOUT_COUNTS
SELECT (SELECT COUNT(*) FROM unit WHERE kind = 'unit'), (SELECT COUNT(*) FROM person WHERE left_at IS NULL);
