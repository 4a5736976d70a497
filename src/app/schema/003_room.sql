-- Sittings and what is said in them. Read design.md section 7 before adding a column here.

-- One sitting of a session: the HMS group's meeting, a workshop with staff, a voting over all.
CREATE TABLE sitting (
  id $ID,
  process_id $INT NOT NULL REFERENCES process(id),
  phase TEXT NOT NULL,
  session TEXT NOT NULL,              -- the pack's session id
  kind TEXT NOT NULL,                 -- group | staff | voting | own | rehearsal
  label TEXT NOT NULL DEFAULT '',     -- "Nattevakt"
  starts_at $INT,
  ends_at $INT,
  place TEXT NOT NULL DEFAULT '',
  moved $INT NOT NULL DEFAULT 0,      -- how often when or where has changed: in calendars the higher counts
  leads_id $INT REFERENCES person(id),
  cover TEXT NOT NULL DEFAULT '',     -- the leader's part: replacement staff
  paid TEXT NOT NULL DEFAULT '',      -- paid time for those off duty
  room_note TEXT NOT NULL DEFAULT '',
  state TEXT NOT NULL DEFAULT 'planned', -- planned | open | broken (off, goes on another day) | closed
  code TEXT UNIQUE,
  wall_token TEXT UNIQUE,
  door $INT NOT NULL DEFAULT 1,       -- 0: nobody new comes in
  seq $INT NOT NULL DEFAULT 0,
  step_pos $INT NOT NULL DEFAULT 0,
  step_version $INT NOT NULL DEFAULT 0,
  clock TEXT NOT NULL DEFAULT 'still', -- still | running | paused
  ends_ms $INT NOT NULL DEFAULT 0,    -- running: UTC milliseconds at which the step's time is up
  left_ms $INT NOT NULL DEFAULT 0,    -- paused: what is left
  desk_id $INT REFERENCES person(id),
  desk_version $INT NOT NULL DEFAULT 0,
  headcount $INT NOT NULL DEFAULT 0,  -- typed in by the desk, beside the seats
  tables $INT NOT NULL DEFAULT 0,     -- group work: how many; 0: suggested from the seats when it starts
  dots $INT NOT NULL DEFAULT 0,       -- votes per person; 0: as suggested
  cap $INT NOT NULL DEFAULT 0,        -- most votes on one theme; 0: as the pack says
  on_paper $INT NOT NULL DEFAULT 0,   -- 1: goes on by paper
  paper_notes $INT NOT NULL DEFAULT 0,
  aside_count $INT NOT NULL DEFAULT 0,
  opened_at $INT,
  closed_at $INT
)$STRICT;
CREATE INDEX sitting_process ON sitting(process_id, phase);
CREATE INDEX sitting_state ON sitting(state);
CREATE INDEX sitting_closed ON sitting(closed_at) WHERE closed_at IS NOT NULL;

CREATE TABLE sitting_step (
  sitting_id $INT NOT NULL REFERENCES sitting(id),
  pos $INT NOT NULL,
  step TEXT NOT NULL,                 -- the pack's step id; empty for the group's own
  title TEXT NOT NULL DEFAULT '',     -- own words
  minutes $INT NOT NULL,
  skipped $INT NOT NULL DEFAULT 0,
  revealed $INT NOT NULL DEFAULT 0,
  heard $INT NOT NULL DEFAULT 0,      -- "Alle er hørt"
  PRIMARY KEY (sitting_id, pos)
)$NOROWID;

-- No author, seat, address, time or sequence. edit_hash: while the sitting is open only. room_id, too: from then on it is the
-- process's id with a minus before it. So what is read together lies together.
CREATE TABLE note (
  id TEXT NOT NULL,                   -- drawn by the phone; a new one when the sitting closes
  process_id $INT NOT NULL,
  phase TEXT NOT NULL,
  room_id $INT NOT NULL,
  step TEXT NOT NULL,
  col TEXT NOT NULL,
  body TEXT NOT NULL,
  state TEXT NOT NULL,                -- hidden (before reveal) | read (by the reps, before reveal) | shown | aside | erased
  aside_reason TEXT,                  -- room/desk.h's words, or unseen: on the list, and about the leader
  place $INT NOT NULL DEFAULT 0,      -- random, drawn at reveal; the only order there is
  theme_id TEXT,
  about TEXT NOT NULL DEFAULT '',     -- the thing it was written about (005_work.sql), where a step asks about each
  builds_on TEXT,                     -- the note whose idea it goes on from
  bin TEXT NOT NULL DEFAULT '',       -- the column of a sort step it was put into
  edit_hash TEXT,
  PRIMARY KEY (room_id, id)
)$NOROWID;
-- Each index costs a page of the log when a note is written that stands in it: while everybody writes for themselves, it stands in
-- none.
CREATE INDEX note_shown ON note(room_id, step, place) WHERE state = 'shown' AND room_id > 0;
CREATE INDEX note_theme ON note(theme_id) WHERE theme_id IS NOT NULL;

-- Ids of notes that were withdrawn, so that a late resend changes nothing. Until the sitting closes.
CREATE TABLE note_gone (
  id TEXT NOT NULL PRIMARY KEY,
  room_id $INT NOT NULL
)$NOROWID;
CREATE INDEX note_gone_room ON note_gone(room_id);

CREATE TABLE theme (
  id TEXT NOT NULL PRIMARY KEY,       -- UUID
  process_id $INT NOT NULL,
  phase TEXT NOT NULL,
  room_id $INT,                       -- while the sitting is open
  step TEXT NOT NULL,
  col TEXT NOT NULL,
  name TEXT NOT NULL,
  said TEXT NOT NULL DEFAULT '',      -- its first name, once the group has renamed it
  table_no $INT NOT NULL DEFAULT 0,   -- while the step runs
  merged_into TEXT,                   -- the originals are kept
  made $INT NOT NULL DEFAULT 0,       -- 1: a heading over merged themes, made by the group
  on_vote $INT NOT NULL DEFAULT 1,
  notes_gone $INT NOT NULL DEFAULT 0, -- how many notes it had that are past their time
  place $INT NOT NULL DEFAULT 0
)$NOROWID;
CREATE INDEX theme_room ON theme(room_id);
CREATE INDEX theme_process ON theme(process_id, phase);
CREATE INDEX theme_merged ON theme(merged_into) WHERE merged_into IS NOT NULL;

-- A place in a room. Gone when the sitting closes.
CREATE TABLE seat (
  token_hash TEXT NOT NULL PRIMARY KEY,
  room_id $INT NOT NULL,
  table_no $INT NOT NULL DEFAULT 0,
  ready_pos $INT NOT NULL DEFAULT -1
)$NOROWID;
CREATE INDEX seat_room ON seat(room_id);

-- The key with which voters are hashed in this sitting. Gone when it closes.
CREATE TABLE room_key (
  room_id $INT NOT NULL PRIMARY KEY,
  secret TEXT NOT NULL
)$NOROWID;

CREATE TABLE vote_round (
  id $ID,
  process_id $INT NOT NULL,
  phase TEXT NOT NULL,
  room_id $INT NOT NULL,
  step TEXT NOT NULL,
  ballot TEXT NOT NULL,               -- the pack's ballot or question
  about TEXT NOT NULL DEFAULT '',     -- the thing that is asked about, where each is judged by itself
  kind TEXT NOT NULL,                 -- dots | scale
  dots $INT NOT NULL,
  cap $INT NOT NULL,
  state TEXT NOT NULL DEFAULT 'open', -- open | closed | replaced (a re-run keeps the first round)
  seats $INT NOT NULL DEFAULT 0,      -- how many took part, counted at close
  paper_seats $INT NOT NULL DEFAULT 0, -- of these, on paper
  late_seats $INT NOT NULL DEFAULT 0, -- of those, typed in when the others' numbers had been shown
  closed_at $INT
)$STRICT;
CREATE INDEX vote_round_room ON vote_round(room_id, step);
CREATE INDEX vote_round_process ON vote_round(process_id, phase);

-- Single votes, against a keyed hash of the seat. Gone when the sitting closes.
CREATE TABLE vote (
  round_id $INT NOT NULL,
  voter TEXT NOT NULL,
  target TEXT NOT NULL,
  count $INT NOT NULL,
  PRIMARY KEY (round_id, voter, target)
)$NOROWID;

-- What somebody fills in alone on a sheet of a step, against a keyed hash of the seat, another one for each step (app/room/alone.h).
-- Gone when it is shown, and when the sitting closes.
CREATE TABLE seat_sheet (
  room_id $INT NOT NULL,
  owner TEXT NOT NULL,
  step TEXT NOT NULL,
  about TEXT NOT NULL,                -- the thing it is about; empty: nothing
  shared $INT NOT NULL DEFAULT 0,     -- 1: to be shown with the others; 2: shown, and nothing here tells which one it was
  PRIMARY KEY (room_id, owner, about)
)$NOROWID;

CREATE TABLE seat_sheet_field (
  room_id $INT NOT NULL,
  owner TEXT NOT NULL,
  about TEXT NOT NULL,
  field TEXT NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (room_id, owner, about, field)
)$NOROWID;

CREATE TABLE vote_total (
  round_id $INT NOT NULL,
  target TEXT NOT NULL,               -- theme id, or a step of the scale
  total $INT NOT NULL,
  paper $INT NOT NULL DEFAULT 0,      -- of these, typed in from paper
  PRIMARY KEY (round_id, target)
)$NOROWID;

-- What has changed, for catching up. Gone when the sitting closes.
CREATE TABLE event (
  room_id $INT NOT NULL,
  seq $INT NOT NULL,
  kind TEXT NOT NULL,
  target TEXT NOT NULL DEFAULT '',
  PRIMARY KEY (room_id, seq)
)$NOROWID;

-- Cards about wrongdoing, danger or a person's case (design.md 7.7).
CREATE TABLE handle_item (
  id $INT NOT NULL PRIMARY KEY,       -- random: numbers in a row would tell of items that not everybody sees
  process_id $INT NOT NULL REFERENCES process(id),
  body TEXT NOT NULL,
  reason TEXT NOT NULL,
  about_leader $INT NOT NULL DEFAULT 0, -- 1: for the safety rep and the superior leader, not the leader
  owner_id $INT REFERENCES person(id),
  due_at $INT,
  opened $INT NOT NULL,
  handled_at $INT
)$STRICT;
CREATE INDEX handle_item_process ON handle_item(process_id);

-- One-time slips that let one person into a voting over all.
CREATE TABLE vote_slip (
  token_hash TEXT NOT NULL PRIMARY KEY,
  room_id $INT NOT NULL,
  used $INT NOT NULL DEFAULT 0
)$NOROWID;
CREATE INDEX vote_slip_room ON vote_slip(room_id);

-- What goes on: chosen by the staff's vote, confirmed by the group. A proposal waits with its wish until all three agree.
CREATE TABLE challenge (
  id $ID,
  process_id $INT NOT NULL REFERENCES process(id),
  phase TEXT NOT NULL,
  pick TEXT NOT NULL,                 -- the pack's pick
  kind TEXT NOT NULL,                 -- improve | preserve
  theme_id TEXT NOT NULL,             -- a theme's id, or the ref of another thing that was chosen among (chain/thing.h)
  title TEXT NOT NULL,
  answer TEXT NOT NULL DEFAULT '',    -- of a verdict that is confirmed: the pack's answer
  votes $INT,                         -- NULL: shown as an order only
  rank $INT NOT NULL,                 -- by the staff's vote; the same for those that stand equal; 0: not voted on
  state TEXT NOT NULL,                -- proposed | chosen | added | aside | tied (stood equal with a chosen one)
  wish TEXT NOT NULL,                 -- the state it gets when all three agree
  reason TEXT NOT NULL DEFAULT '',    -- shown to staff
  decided_at $INT
)$STRICT;
CREATE INDEX challenge_process ON challenge(process_id, phase);

-- A moderation that waits for the tap of a second role. Gone when the sitting closes.
CREATE TABLE second_tap (
  note_id TEXT NOT NULL PRIMARY KEY,
  room_id $INT NOT NULL,
  what TEXT NOT NULL,                 -- aside | erase
  reason TEXT NOT NULL,
  by_person $INT NOT NULL,
  by_leader $INT NOT NULL             -- 1: a leader asked, a rep must agree; 0: the other way round
)$NOROWID;
CREATE INDEX second_tap_room ON second_tap(room_id);

-- The representatives who want to read what was written before it is shown (process.first_reading). Gone when the sitting closes.
CREATE TABLE first_reading (
  room_id $INT NOT NULL,
  step TEXT NOT NULL,
  person_id $INT NOT NULL REFERENCES person(id),
  PRIMARY KEY (room_id, step, person_id)
)$NOROWID;

-- Who came to a meeting of the group. Of gatherings with staff nothing of the kind is kept.
CREATE TABLE attendance (
  sitting_id $INT NOT NULL REFERENCES sitting(id),
  person_id $INT NOT NULL REFERENCES person(id),
  at $INT NOT NULL,
  PRIMARY KEY (sitting_id, person_id)
)$NOROWID;

-- PostgreSQL keeps samples of a table's values for its planner. What must be gone when a sitting closes, or when a name is
-- erased, must not live on there.
$POSTGRES ALTER TABLE note ALTER COLUMN id SET STATISTICS 0, ALTER COLUMN body SET STATISTICS 0, ALTER COLUMN edit_hash SET STATISTICS 0;
$POSTGRES ALTER TABLE note_gone ALTER COLUMN id SET STATISTICS 0;
$POSTGRES ALTER TABLE theme ALTER COLUMN name SET STATISTICS 0;
$POSTGRES ALTER TABLE seat ALTER COLUMN token_hash SET STATISTICS 0;
$POSTGRES ALTER TABLE room_key ALTER COLUMN secret SET STATISTICS 0;
$POSTGRES ALTER TABLE vote ALTER COLUMN voter SET STATISTICS 0;
$POSTGRES ALTER TABLE seat_sheet ALTER COLUMN owner SET STATISTICS 0;
$POSTGRES ALTER TABLE seat_sheet_field ALTER COLUMN owner SET STATISTICS 0, ALTER COLUMN body SET STATISTICS 0;
$POSTGRES ALTER TABLE vote_slip ALTER COLUMN token_hash SET STATISTICS 0;
$POSTGRES ALTER TABLE event ALTER COLUMN target SET STATISTICS 0;
$POSTGRES ALTER TABLE handle_item ALTER COLUMN body SET STATISTICS 0;
$POSTGRES ALTER TABLE second_tap ALTER COLUMN note_id SET STATISTICS 0;
