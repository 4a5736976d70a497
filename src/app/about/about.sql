-- Facts for the pages about the installation.

-- stmt: ABOUT_ORGANISATION
SELECT name FROM organisation ORDER BY id LIMIT 1;
