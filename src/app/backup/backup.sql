-- Backup and restore.

-- stmt: BACKUP_OPEN_ROOMS
SELECT id FROM sitting WHERE state IN ('open', 'broken') ORDER BY id LIMIT 10000;

-- stmt: BACKUP_BEGUN
SELECT COUNT(*) FROM organisation;

-- stmt: RESTORED_UNITS
SELECT DISTINCT unit_id FROM process ORDER BY unit_id LIMIT 10000;
