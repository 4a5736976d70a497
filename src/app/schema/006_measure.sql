-- Measures of a unit: what is tried, how it went, what was kept. Read design.md section 7 before adding a column.
--
-- A measure belongs to the unit; it may come from a process, or from a survey, a deviation, an audit. One that is sensitive is
-- read by measure.c only through the rule of measure.h: nothing else may select from measure without looking at `sensitive`.

CREATE TABLE measure (
  id $INT NOT NULL PRIMARY KEY,       -- random: numbers in a row would tell of measures that not everybody sees
  unit_id $INT NOT NULL REFERENCES unit(id),
  process_id $INT REFERENCES process(id),
  phase TEXT NOT NULL DEFAULT '',     -- the pack's phase in which it came about
  thing TEXT NOT NULL DEFAULT '',     -- what it grew from (app/chain): "entry:UUID", "challenge:12"
  source TEXT NOT NULL DEFAULT 'workshop', -- workshop | meeting | survey | interview | deviation | audit | other
  area TEXT NOT NULL DEFAULT 'improve', -- improve | preserve
  title TEXT NOT NULL,
  what TEXT NOT NULL DEFAULT '',
  owner_id $INT REFERENCES person(id), -- who is responsible, when it is somebody with an account
  who TEXT NOT NULL DEFAULT '',       -- or in words
  start_at $INT,
  due_at $INT,
  when_words TEXT NOT NULL DEFAULT '', -- as it was written, where it is no date
  sign TEXT NOT NULL DEFAULT '',      -- how we see that it works
  cause TEXT NOT NULL DEFAULT '',     -- the problem or root cause, where no chain tells it
  wish TEXT NOT NULL DEFAULT '',      -- wished effect
  place TEXT NOT NULL DEFAULT '',
  need TEXT NOT NULL DEFAULT '',
  baseline TEXT NOT NULL DEFAULT '',
  target TEXT NOT NULL DEFAULT '',
  risk TEXT NOT NULL DEFAULT '',      -- who could be hit by it
  contact TEXT NOT NULL DEFAULT '',
  proposed_by TEXT NOT NULL DEFAULT '', -- a group, never a person unless wished
  level TEXT NOT NULL DEFAULT 'group', -- self | group | leader | superior | chief | committee | politics
  priority $INT NOT NULL DEFAULT 0,   -- 1 first … 3; 0: not set
  factors $INT NOT NULL DEFAULT 0,    -- aml § 4-3, bits of measure.h
  tell $INT NOT NULL DEFAULT 0,       -- where it is told of, bits of measure.h
  sensitive $INT NOT NULL DEFAULT 0,
  restructuring $INT NOT NULL DEFAULT 0,
  assessment TEXT NOT NULL DEFAULT '', -- risk assessment; restructuring demands it
  is_test $INT NOT NULL DEFAULT 1,    -- 1: tried out first
  status TEXT NOT NULL DEFAULT 'proposed', -- see measure.h
  round $INT NOT NULL DEFAULT 1,      -- of trying
  consulted_at $INT,                  -- the safety rep has been heard
  consulted_by $INT REFERENCES person(id),
  consulted_view TEXT NOT NULL DEFAULT '',
  agreement_id $INT REFERENCES agreement(id), -- proposed: waits for its answers; later: what decided it
  decided_at $INT,
  done_at $INT,
  evaluate_at $INT,                   -- the evaluation some months on
  look_at $INT,                       -- the next look at a habit
  looks $INT NOT NULL DEFAULT 0,      -- looks at the habit so far
  habit_cue TEXT NOT NULL DEFAULT '', -- when …
  habit_act TEXT NOT NULL DEFAULT '', -- … we …
  habit_reason TEXT NOT NULL DEFAULT '', -- … because
  habit_since $INT,
  learning TEXT NOT NULL DEFAULT '',  -- kept also when it is stopped
  object_until $INT,                  -- until then a party may object to the last change
  token TEXT NOT NULL UNIQUE,         -- unguessable, for check-ins without an account
  own_hash TEXT UNIQUE,               -- of the slip's address, where who is responsible stands in words (own.h)
  created $INT NOT NULL,
  created_by $INT REFERENCES person(id),
  version $INT NOT NULL DEFAULT 1
)$NOROWID;
CREATE INDEX measure_unit ON measure(unit_id, status);
CREATE INDEX measure_process ON measure(process_id);
CREATE UNIQUE INDEX measure_thing ON measure(thing) WHERE thing <> '';

-- Helpers; and, for a sensitive measure, the representatives who are party to it.
CREATE TABLE measure_helper (
  measure_id $INT NOT NULL REFERENCES measure(id),
  position $INT NOT NULL,
  kind TEXT NOT NULL DEFAULT 'helper', -- helper | party
  person_id $INT REFERENCES person(id),
  words TEXT NOT NULL DEFAULT '',
  PRIMARY KEY (measure_id, kind, position)
)$NOROWID;

-- What was changed and what was said, by those who are responsible: named, as in minutes.
CREATE TABLE measure_log (
  id $ID,
  measure_id $INT NOT NULL REFERENCES measure(id),
  at $INT NOT NULL,
  person_id $INT REFERENCES person(id), -- NULL: the program
  kind TEXT NOT NULL,                 -- said | added | status | field:NAME | …, see measure_log.c
  was TEXT NOT NULL DEFAULT '',
  became TEXT NOT NULL DEFAULT ''
)$STRICT;
CREATE INDEX measure_log_of ON measure_log(measure_id, id);

-- Three days to object to what one party has changed alone (design.md section 8).
CREATE TABLE measure_objection (
  id $ID,
  measure_id $INT NOT NULL REFERENCES measure(id),
  person_id $INT NOT NULL REFERENCES person(id),
  role TEXT NOT NULL,
  sentence TEXT NOT NULL,
  at $INT NOT NULL,
  raised_at $INT,                     -- the days were over: it is with the next level
  settled_at $INT,
  settled_by $INT REFERENCES person(id),
  settlement TEXT NOT NULL DEFAULT ''
)$STRICT;
CREATE INDEX measure_objection_of ON measure_objection(measure_id);

-- What was seen: one trial (a round), an evaluation some months on, or a look at a habit.
CREATE TABLE measure_look (
  id $ID,
  measure_id $INT NOT NULL REFERENCES measure(id),
  kind TEXT NOT NULL,                 -- trial | evaluation | habit
  round $INT NOT NULL DEFAULT 0,
  from_at $INT,
  to_at $INT,
  reach TEXT NOT NULL DEFAULT '',     -- by how many it was tried
  happened TEXT NOT NULL DEFAULT '',
  before TEXT NOT NULL DEFAULT '',    -- the agreed sign, before and after
  after TEXT NOT NULL DEFAULT '',
  effect TEXT NOT NULL DEFAULT '',    -- none | some | good
  verdict TEXT NOT NULL DEFAULT '',   -- keep | adjust | stop | lift
  adjustment TEXT NOT NULL DEFAULT '',
  entries TEXT NOT NULL DEFAULT '',   -- the sheets it was made from, so that the next round takes new ones
  learning TEXT NOT NULL DEFAULT '',
  agreement_id $INT REFERENCES agreement(id),
  person_id $INT REFERENCES person(id),
  at $INT NOT NULL
)$STRICT;
CREATE INDEX measure_look_of ON measure_look(measure_id);

-- Check-ins: one tap and perhaps a sentence, by a link or QR code that asks nobody who they are. Taps are only counted, a
-- period at a time; nothing is kept of a single one.
CREATE TABLE measure_tap (
  measure_id $INT NOT NULL REFERENCES measure(id),
  round $INT NOT NULL,
  ends_at $INT NOT NULL,              -- the end of the period: the same for all in it
  answer TEXT NOT NULL,               -- better | same | worse
  count $INT NOT NULL,
  PRIMARY KEY (measure_id, round, ends_at, answer)
)$NOROWID;

-- Sentences of check-ins. No author, time or sequence; waits_until is the end of the period, the same for all that wait, and is
-- emptied when they are shown.
CREATE TABLE measure_sentence (
  id TEXT NOT NULL PRIMARY KEY,       -- random UUID, the only order there is
  measure_id $INT NOT NULL,
  body TEXT NOT NULL,
  state TEXT NOT NULL DEFAULT 'shown', -- shown | aside | erased
  aside_by TEXT NOT NULL DEFAULT '',  -- leader | rep: the other side erases or brings back
  waits_until $INT NOT NULL DEFAULT 0
)$NOROWID;
CREATE INDEX measure_sentence_of ON measure_sentence(measure_id);

$POSTGRES ALTER TABLE measure ALTER COLUMN title SET STATISTICS 0, ALTER COLUMN what SET STATISTICS 0, ALTER COLUMN token SET STATISTICS 0;
$POSTGRES ALTER TABLE measure_sentence ALTER COLUMN id SET STATISTICS 0, ALTER COLUMN body SET STATISTICS 0;
$POSTGRES ALTER TABLE measure_log ALTER COLUMN was SET STATISTICS 0, ALTER COLUMN became SET STATISTICS 0;
