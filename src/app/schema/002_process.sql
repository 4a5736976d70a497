-- A run of a method at a unit, its plan, checklists, ground rules and sheets.

-- A running process keeps the version of the pack it started with.
CREATE TABLE method_pack (
  hash TEXT NOT NULL PRIMARY KEY,
  name TEXT NOT NULL,                 -- the pack's id
  pack $BLOB NOT NULL,
  created $INT NOT NULL
)$NOROWID;

CREATE TABLE process (
  id $ID,
  unit_id $INT NOT NULL REFERENCES unit(id),
  method_hash TEXT NOT NULL REFERENCES method_pack(hash),
  name TEXT NOT NULL,
  state TEXT NOT NULL DEFAULT 'draft', -- draft | anchored | planned | running | paused | ended | archived (domain.md G.2)
  k $INT NOT NULL DEFAULT 5,
  place TEXT NOT NULL DEFAULT '',
  poster TEXT NOT NULL DEFAULT '',    -- where the overview poster hangs
  staff_count $INT NOT NULL DEFAULT 0,
  public_id TEXT NOT NULL UNIQUE,     -- unguessable, for the staff's page
  paper_by TEXT NOT NULL DEFAULT 'reps', -- who may type in from paper: reps | group
  first_reading $INT NOT NULL DEFAULT 0, -- 1: the reps together read before the wall
  object_days $INT NOT NULL DEFAULT 3,
  created $INT NOT NULL,
  created_by $INT NOT NULL REFERENCES person(id),
  started $INT,
  ended $INT,
  erase_at $INT                       -- the three have agreed to delete all of it: the jobs do it next
)$STRICT;
CREATE INDEX process_ended ON process(ended);
CREATE INDEX process_unit ON process(unit_id);

CREATE TABLE process_phase (
  process_id $INT NOT NULL REFERENCES process(id),
  phase TEXT NOT NULL,                -- the pack's id
  prepare_at $INT,                    -- the HMS group prepares
  prepare_place TEXT NOT NULL DEFAULT '',
  meet_at $INT,                       -- the workshop (or the planning meeting)
  place TEXT NOT NULL DEFAULT '',
  leads_id $INT REFERENCES person(id), -- workshop leader
  duties TEXT NOT NULL DEFAULT '',    -- JSON: duty id → person id
  done_at $INT,
  PRIMARY KEY (process_id, phase)
)$NOROWID;

CREATE TABLE checklist_item (
  id $ID,
  process_id $INT NOT NULL REFERENCES process(id),
  phase TEXT NOT NULL,
  session TEXT NOT NULL DEFAULT '',   -- the pack's session id
  moment TEXT NOT NULL,               -- before | during | after
  item TEXT NOT NULL DEFAULT '',      -- the pack's id; empty for the group's own
  body TEXT NOT NULL DEFAULT '',      -- the group's own words
  owner_id $INT REFERENCES person(id),
  position $INT NOT NULL,
  done_at $INT,
  done_by $INT REFERENCES person(id)
)$STRICT;
CREATE INDEX checklist_process ON checklist_item(process_id, phase);

CREATE TABLE ground_rule (
  id $ID,
  process_id $INT NOT NULL REFERENCES process(id),
  position $INT NOT NULL,
  body TEXT NOT NULL
)$STRICT;
CREATE INDEX ground_rule_process ON ground_rule(process_id);

-- Individual sheets: the owner's alone until shared; deleted when the process starts if not shared.
CREATE TABLE own_sheet (
  process_id $INT NOT NULL REFERENCES process(id),
  person_id $INT NOT NULL REFERENCES person(id),
  sheet TEXT NOT NULL,
  field TEXT NOT NULL,
  body TEXT NOT NULL,
  shared_at $INT,
  PRIMARY KEY (process_id, person_id, sheet, field)
)$NOROWID;

-- Group sheets: every input is kept.
CREATE TABLE group_input (
  id TEXT NOT NULL PRIMARY KEY,       -- UUID made by the client
  process_id $INT NOT NULL REFERENCES process(id),
  sheet TEXT NOT NULL,
  field TEXT NOT NULL,
  body TEXT NOT NULL,
  person_id $INT REFERENCES person(id),
  position $INT NOT NULL,
  hidden_at $INT
)$NOROWID;
CREATE INDEX group_input_sheet ON group_input(process_id, sheet);

-- The group's own version of a message of the pack.
CREATE TABLE message_text (
  process_id $INT NOT NULL REFERENCES process(id),
  message TEXT NOT NULL,
  lang TEXT NOT NULL,
  subject TEXT NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (process_id, message, lang)
)$NOROWID;

$POSTGRES ALTER TABLE own_sheet ALTER COLUMN body SET STATISTICS 0;
$POSTGRES ALTER TABLE group_input ALTER COLUMN body SET STATISTICS 0;
