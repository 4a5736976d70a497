-- Meetings of the HMS group and staff meetings: purpose, wished result, agenda, minutes (domain.md B.4). What the pack plans are
-- sittings. Of staff nobody is named here: a staff meeting has a head count.

CREATE TABLE agenda_meeting (
  id $ID,
  process_id $INT NOT NULL REFERENCES process(id),
  kind TEXT NOT NULL,                 -- group | staff | other
  title TEXT NOT NULL,
  starts_at $INT,
  minutes $INT NOT NULL,              -- how long it is to last
  place TEXT NOT NULL DEFAULT '',
  link TEXT NOT NULL DEFAULT '',
  chair_id $INT REFERENCES person(id),
  purpose TEXT NOT NULL DEFAULT '',
  wished TEXT NOT NULL DEFAULT '',    -- the wished result
  version $INT NOT NULL DEFAULT 1,    -- of the plan: rises with every change
  called_at $INT,                     -- the call went out, or people were told
  called_version $INT NOT NULL DEFAULT 0,
  called_starts $INT,                 -- what the call said: date and time, how long, where
  called_minutes $INT NOT NULL DEFAULT 0,
  called_place TEXT NOT NULL DEFAULT '',
  called_link TEXT NOT NULL DEFAULT '',
  calls $INT NOT NULL DEFAULT 0,      -- how often those who come have been told: in calendars the higher counts
  called_why TEXT NOT NULL DEFAULT '', -- why it went out although something was missing
  released_at $INT,                   -- the plan of a staff meeting is open to staff
  begun_at $INT,
  ended_at $INT,
  headcount $INT,                     -- staff meetings: how many came
  reached TEXT NOT NULL DEFAULT '',   -- the wished result: yes | partly | no
  reached_why TEXT NOT NULL DEFAULT '',
  told_version $INT NOT NULL DEFAULT 1, -- of the minutes: rises with every change after the meeting
  locked_at $INT,                     -- all three have seen the minutes
  told_at $INT,                       -- the minutes of a staff meeting are open to staff
  cancelled_at $INT,
  created $INT NOT NULL,
  created_by $INT NOT NULL REFERENCES person(id)
)$STRICT;
CREATE INDEX agenda_meeting_process ON agenda_meeting(process_id, starts_at);

CREATE TABLE agenda_item (
  id $ID,
  meeting_id $INT NOT NULL REFERENCES agenda_meeting(id),
  place $INT NOT NULL,
  title TEXT NOT NULL,
  why TEXT NOT NULL DEFAULT '',       -- why we raise it
  want TEXT NOT NULL,                 -- inform | discuss | decide | ideas
  label TEXT NOT NULL DEFAULT '',     -- of the Basic Agreements: information | discussion | negotiation
  reach TEXT NOT NULL DEFAULT '',     -- demanded (law or agreement) | extended (we choose to)
  minutes $INT NOT NULL,
  person_id $INT REFERENCES person(id), -- responsible: of those who lead and help
  raised_by $INT REFERENCES person(id),
  version $INT NOT NULL DEFAULT 1,    -- of the result: two who write do not overwrite each other unseen
  result TEXT NOT NULL DEFAULT '',
  follow_up TEXT NOT NULL DEFAULT ''
)$STRICT;
CREATE INDEX agenda_item_meeting ON agenda_item(meeting_id, place);

-- Which roles of the group were there.
CREATE TABLE agenda_there (
  meeting_id $INT NOT NULL REFERENCES agenda_meeting(id),
  role_id $INT NOT NULL REFERENCES role(id),
  PRIMARY KEY (meeting_id, role_id)
)$NOROWID;

-- Who has seen the plan or the minutes, and which version of them.
CREATE TABLE agenda_seen (
  meeting_id $INT NOT NULL REFERENCES agenda_meeting(id),
  what TEXT NOT NULL,                 -- plan | minutes
  person_id $INT NOT NULL REFERENCES person(id),
  version $INT NOT NULL,
  at $INT NOT NULL,
  PRIMARY KEY (meeting_id, what, person_id)
)$NOROWID;

-- After the minutes are locked: what was wrong, beside what stands.
CREATE TABLE agenda_correction (
  id $ID,
  meeting_id $INT NOT NULL REFERENCES agenda_meeting(id),
  person_id $INT NOT NULL REFERENCES person(id),
  at $INT NOT NULL,
  body TEXT NOT NULL
)$STRICT;
CREATE INDEX agenda_correction_meeting ON agenda_correction(meeting_id);
