-- Sheets of a room's steps. Nothing here has an author or a time.

-- stmt: ENTRIES
SELECT id, makes, about, table_no, state, step FROM entry
 WHERE room_id = $1 AND step = $2 AND (state = 'shown' OR ($3 = 1 AND state = 'aside')) ORDER BY table_no, place, id LIMIT 1000;

-- stmt: ENTRIES_ASIDE
SELECT id, makes, about, table_no, state, step FROM entry WHERE room_id = $1 AND state = 'aside' ORDER BY place, id LIMIT 1000;

-- stmt: ENTRY_GET
SELECT id, makes, about, table_no, state, step FROM entry WHERE room_id = $1 AND id = $2 AND state <> 'erased';

-- stmt: ENTRY_FIELDS_OF_STEP
SELECT f.entry_id, f.field, f.body, f.version FROM entry_field f JOIN entry e ON e.id = f.entry_id
 WHERE e.room_id = $1 AND e.step = $2 ORDER BY f.entry_id, f.field LIMIT 20000;

-- stmt: ENTRY_FIND
SELECT id FROM entry WHERE room_id = $1 AND step = $2 AND about = $3 AND table_no = $4 AND state = 'shown' LIMIT 1;

-- stmt: ENTRY_FIND_ANY
SELECT id, table_no FROM entry WHERE room_id = $1 AND step = $2 AND about = $3 AND state = 'shown' LIMIT 1;

-- stmt: ENTRY_COUNT
SELECT COUNT(*) FROM entry WHERE room_id = $1 AND step = $2;

-- stmt: ENTRY_ADD
INSERT INTO entry (id, process_id, phase, room_id, step, makes, about, table_no, place) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9);

-- stmt: ENTRY_FIELD_GET
SELECT body, version FROM entry_field WHERE entry_id = $1 AND field = $2;

-- stmt: ENTRY_FIELD_PUT
INSERT INTO entry_field (entry_id, field, body) VALUES ($1, $2, $3)
ON CONFLICT (entry_id, field) DO UPDATE SET body = excluded.body, version = entry_field.version + 1;

-- stmt: ENTRY_WRITTEN
SELECT COUNT(*) FROM entry_field WHERE entry_id = $1 AND body <> '';

-- stmt: ENTRY_DROP_FIELDS
DELETE FROM entry_field WHERE entry_id = $1;

-- stmt: ENTRY_DROP
DELETE FROM entry WHERE id = $1 AND room_id = $2;

-- stmt: ENTRY_STATE
UPDATE entry SET state = $3 WHERE id = $1 AND room_id = $2 AND state <> 'erased';

-- Sheets that nobody wrote anything on are not kept.
-- stmt: ROOM_ENTRIES_SWEEP
DELETE FROM entry WHERE room_id = $1 AND NOT EXISTS (SELECT 1 FROM entry_field f WHERE f.entry_id = entry.id AND f.body <> '');

-- stmt: ROOM_FIELDS_SWEEP
DELETE FROM entry_field WHERE body = '' AND entry_id IN (SELECT id FROM entry WHERE room_id = $1);

-- stmt: ROOM_ENTRIES_FREE
UPDATE entry SET room_id = NULL, table_no = 0, place = $2 WHERE id = $1;

-- stmt: ROOM_ENTRY_IDS
SELECT id FROM entry WHERE room_id = $1 LIMIT 5000;

-- stmt: ROOM_PLACES_FREE
UPDATE map_place SET room_id = NULL WHERE room_id = $1;

-- stmt: ROOM_FORGET_FIELDS
DELETE FROM entry_field WHERE entry_id IN (SELECT id FROM entry WHERE room_id = $1);

-- stmt: ROOM_FORGET_ENTRIES
DELETE FROM entry WHERE room_id = $1;

-- stmt: ROOM_FORGET_PLACES
DELETE FROM map_place WHERE room_id = $1;

-- stmt: LIFT_MARKED
SELECT id FROM lift WHERE process_id = $1 AND thing = $2 LIMIT 1;

-- stmt: LIFT_MARK
INSERT INTO lift (process_id, phase, thing, what) VALUES ($1, $2, $3, $4);

-- stmt: PLACES
SELECT target, across, up FROM map_place WHERE room_id = $1 AND step = $2 LIMIT 2000;

-- stmt: PLACE_PUT
INSERT INTO map_place (process_id, step, room_id, target, across, up) VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (process_id, step, target) DO UPDATE SET across = excluded.across, up = excluded.up, room_id = excluded.room_id;

-- stmt: PLACE_TAKE
DELETE FROM map_place WHERE process_id = $1 AND step = $2 AND room_id = $3 AND target = $4;
