-- What workshops make of the chosen challenges: causes, filled-in sheets, ideas on a map; and what follows from them:
-- things to find out and things to lift. Read design.md section 7 before adding a column: nothing here has an author,
-- seat, address, time or sequence.
--
-- A thing of the chain is named by kind and id in one word: "challenge:12", "theme:UUID", "note:UUID", "cause:UUID",
-- "entry:UUID", "measure:12" (app/chain/thing.h).

-- A why in a tree. The tree's root is the thing it is about; branches may go as deep as people dig.
CREATE TABLE cause (
  id TEXT NOT NULL PRIMARY KEY,       -- UUID
  process_id $INT NOT NULL,
  phase TEXT NOT NULL,
  room_id $INT,                       -- while the sitting is open
  step TEXT NOT NULL,
  about TEXT NOT NULL,                -- the thing whose tree it is
  parent TEXT,                        -- NULL: right below the thing
  body TEXT NOT NULL,
  evidence TEXT NOT NULL DEFAULT 'none', -- none | heard | seen | measured
  bone TEXT NOT NULL DEFAULT '',      -- the pack's bone or one of the group's own
  is_root $INT NOT NULL DEFAULT 0,    -- flagged as a root cause
  find_out $INT NOT NULL DEFAULT 0,   -- a leaf that we must find out about: becomes a task
  state TEXT NOT NULL DEFAULT 'shown', -- shown | aside | erased
  aside_reason TEXT,                  -- as for notes
  place $INT NOT NULL DEFAULT 0       -- random; the only order among brothers
)$NOROWID;
CREATE INDEX cause_room ON cause(room_id, about);
CREATE INDEX cause_process ON cause(process_id, about);

-- Bones of a fishbone that the group has renamed or made.
CREATE TABLE bone (
  process_id $INT NOT NULL REFERENCES process(id),
  room_id $INT NOT NULL DEFAULT 0,    -- of a rehearsal, whose bones are forgotten; 0: kept
  about TEXT NOT NULL,
  id TEXT NOT NULL,                   -- the pack's, or the group's own
  name TEXT NOT NULL,
  PRIMARY KEY (process_id, room_id, about, id)
)$NOROWID;

-- One filled-in sheet of a step: a statement, a proposal, a result, a habit.
CREATE TABLE entry (
  id TEXT NOT NULL PRIMARY KEY,       -- UUID
  process_id $INT NOT NULL,
  phase TEXT NOT NULL,
  room_id $INT,                       -- while the sitting is open
  step TEXT NOT NULL,
  makes TEXT NOT NULL,                -- the pack's word: statement | proposal | habit | entry | …
  about TEXT NOT NULL DEFAULT '',     -- the thing it is about; empty: it has no parent in the chain
  table_no $INT NOT NULL DEFAULT 0,   -- who fills it in, while the step runs
  state TEXT NOT NULL DEFAULT 'shown', -- shown | aside | erased
  place $INT NOT NULL DEFAULT 0
)$NOROWID;
CREATE INDEX entry_room ON entry(room_id, step);
CREATE INDEX entry_step ON entry(process_id, phase, step, place, id);

CREATE TABLE entry_field (
  entry_id TEXT NOT NULL,
  field TEXT NOT NULL,                -- the sheet's
  body TEXT NOT NULL,
  version $INT NOT NULL DEFAULT 1,    -- rises when it is changed: two devices do not overwrite each other unseen
  PRIMARY KEY (entry_id, field)
)$NOROWID;

-- Where a thing was put on a map of two axes: 1 low, 2 high.
CREATE TABLE map_place (
  process_id $INT NOT NULL,
  step TEXT NOT NULL,
  room_id $INT,
  target TEXT NOT NULL,
  across $INT NOT NULL,
  up $INT NOT NULL,
  PRIMARY KEY (process_id, step, target)
)$NOROWID;
CREATE INDEX map_place_room ON map_place(room_id);

-- What the group has to find out or do between gatherings.
CREATE TABLE task (
  id $ID,
  process_id $INT NOT NULL REFERENCES process(id),
  phase TEXT NOT NULL,
  thing TEXT NOT NULL DEFAULT '',     -- what it came from
  body TEXT NOT NULL,
  owner_id $INT REFERENCES person(id),
  due_at $INT,
  done_at $INT,
  answer TEXT NOT NULL DEFAULT ''     -- what was found out
)$STRICT;
CREATE INDEX task_process ON task(process_id);

-- What the unit cannot solve by itself goes to the level that can, and is not dropped (domain.md D.5).
CREATE TABLE lift (
  id $ID,
  process_id $INT NOT NULL REFERENCES process(id),
  phase TEXT NOT NULL,
  thing TEXT NOT NULL,                -- what is lifted
  what TEXT NOT NULL,
  why TEXT NOT NULL DEFAULT '',       -- why we cannot solve it
  ask TEXT NOT NULL DEFAULT '',       -- what we ask for
  level TEXT NOT NULL DEFAULT '',     -- superior | chief | committee | politics; empty: not sent yet
  lifted_at $INT,
  answer_kind TEXT NOT NULL DEFAULT '', -- accepted | rejected | forwarded
  answer TEXT NOT NULL DEFAULT '',
  answered_at $INT
)$STRICT;
CREATE INDEX lift_process ON lift(process_id);

$POSTGRES ALTER TABLE cause ALTER COLUMN body SET STATISTICS 0;
$POSTGRES ALTER TABLE entry_field ALTER COLUMN body SET STATISTICS 0;
