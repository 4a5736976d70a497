-- Is the program fit to be sent people to?

-- stmt: HEALTH_READ
SELECT COUNT(*) FROM organisation WHERE id = 1;
