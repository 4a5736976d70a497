-- What goes out by mail and calendar besides the outbox: choices, feeds, invitations.

-- What a person wants to get by mail; without a row: everything.
CREATE TABLE mail_choice (
  person_id $INT NOT NULL PRIMARY KEY REFERENCES person(id),
  reminders $INT NOT NULL DEFAULT 1,
  invitations $INT NOT NULL DEFAULT 1
)$NOROWID;

-- The address of a person's own calendar: one each.
CREATE TABLE calendar_feed (
  person_id $INT NOT NULL PRIMARY KEY REFERENCES person(id),
  token_hash TEXT NOT NULL UNIQUE,
  created $INT NOT NULL
)$NOROWID;

-- What somebody has been invited to by mail, as they were told it last. A sitting may be gone, so it is not referred to.
CREATE TABLE invitation (
  sitting_id $INT NOT NULL,
  person_id $INT NOT NULL REFERENCES person(id),
  process_id $INT NOT NULL,
  public_id TEXT NOT NULL,            -- of the process: part of the entry's name
  state TEXT NOT NULL,                -- sent | cancelled
  sequence $INT NOT NULL,
  moved $INT NOT NULL,                -- of the sitting, when it was told
  starts_at $INT NOT NULL,
  ends_at $INT NOT NULL,
  title TEXT NOT NULL,
  place TEXT NOT NULL,
  PRIMARY KEY (sitting_id, person_id)
)$NOROWID;
CREATE INDEX invitation_person ON invitation(person_id);

-- Kinds of letters that a process has switched off.
CREATE TABLE reminder_off (
  process_id $INT NOT NULL,
  kind TEXT NOT NULL,                 -- invitations | ready | group | measures
  PRIMARY KEY (process_id, kind)
)$NOROWID;

-- The group has said that a message of the pack may go when its day comes. Its words are filled in on that day.
CREATE TABLE message_release (
  process_id $INT NOT NULL REFERENCES process(id),
  message TEXT NOT NULL,              -- "phase/session/id"
  released_at $INT NOT NULL,
  released_by $INT REFERENCES person(id),
  laid_at $INT,                       -- in the outbox
  PRIMARY KEY (process_id, message)
)$NOROWID;

-- What a person has been reminded of, so that it is said once.
CREATE TABLE reminder_told (
  person_id $INT NOT NULL REFERENCES person(id),
  what TEXT NOT NULL,
  at $INT NOT NULL,
  PRIMARY KEY (person_id, what)
)$NOROWID;

-- Links with which one stops reminders without signing in. The link itself stands in one letter only.
CREATE TABLE mail_stop (
  token_hash TEXT NOT NULL PRIMARY KEY,
  person_id $INT NOT NULL REFERENCES person(id),
  created $INT NOT NULL,
  used_at $INT
)$NOROWID;
CREATE INDEX mail_stop_person ON mail_stop(person_id);

-- Letters about the measures to all staff, at the interval the group has chosen.
CREATE TABLE mail_digest (
  process_id $INT NOT NULL PRIMARY KEY REFERENCES process(id),
  every_days $INT NOT NULL,
  last_at $INT NOT NULL
)$NOROWID;
