-- Sheets that people fill in alone. Nothing here outlives the sitting.

-- stmt: ALONE_GET
SELECT shared FROM seat_sheet WHERE room_id = $1 AND owner = $2 AND about = $3;

-- stmt: ALONE_FIELDS
SELECT field, body FROM seat_sheet_field WHERE room_id = $1 AND owner = $2 AND about = $3 ORDER BY field LIMIT 200;

-- stmt: ALONE_ALL
SELECT about, shared FROM seat_sheet WHERE room_id = $1 AND owner = $2 ORDER BY about LIMIT 100;

-- stmt: ALONE_BEGUN
SELECT COUNT(*) FROM seat_sheet WHERE room_id = $1 AND step = $2 AND shared < 2;

-- stmt: ALONE_WISHED
SELECT COUNT(*) FROM seat_sheet WHERE room_id = $1 AND step = $2 AND shared = 1;

-- stmt: ALONE_PUT
INSERT INTO seat_sheet (room_id, owner, step, about, shared) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (room_id, owner, about) DO UPDATE SET shared = excluded.shared;

-- stmt: ALONE_FIELD_PUT
INSERT INTO seat_sheet_field (room_id, owner, about, field, body) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (room_id, owner, about, field) DO UPDATE SET body = excluded.body;

-- stmt: ALONE_FIELD_DROP
DELETE FROM seat_sheet_field WHERE room_id = $1 AND owner = $2 AND about = $3 AND field = $4;

-- stmt: ALONE_FIELDS_DROP
DELETE FROM seat_sheet_field WHERE room_id = $1 AND owner = $2 AND about = $3;

-- stmt: ALONE_DROP
DELETE FROM seat_sheet WHERE room_id = $1 AND owner = $2 AND about = $3;

-- What is to be shown: of revealed steps, or all. By the hash: not in the order in which it was written.
-- stmt: ALONE_TO_SHOW
SELECT w.owner, w.step, w.about FROM seat_sheet w JOIN sitting_step s ON s.sitting_id = w.room_id AND s.step = w.step
 WHERE w.room_id = $1 AND w.shared = 1 AND (s.revealed = 1 OR $2 = 1) ORDER BY w.owner, w.about LIMIT 5000;

-- stmt: ALONE_FORGET_FIELDS
DELETE FROM seat_sheet_field WHERE room_id = $1 AND owner = $2;

-- stmt: ALONE_FORGET
DELETE FROM seat_sheet WHERE room_id = $1 AND owner = $2;

-- stmt: ROOM_FORGET_ALONE_FIELDS
DELETE FROM seat_sheet_field WHERE room_id = $1;

-- stmt: ROOM_FORGET_ALONE
DELETE FROM seat_sheet WHERE room_id = $1;
