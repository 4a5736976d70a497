-- After the choice the notes are closed: two roles open them together, for a while (design.md 7.8).
CREATE TABLE note_opening (
  id $ID,
  process_id $INT NOT NULL REFERENCES process(id),
  phase TEXT NOT NULL,
  asked_by $INT NOT NULL REFERENCES person(id),
  asked_as TEXT NOT NULL,             -- the role
  asked_at $INT NOT NULL,
  opened_by $INT REFERENCES person(id), -- NULL: waits for a second role
  opened_as TEXT,
  opened_at $INT
)$STRICT;
CREATE INDEX note_opening_process ON note_opening(process_id, phase);

-- A text of a closed sitting that one side wants erased; the other side's word does it. Nothing of it is left afterwards.
CREATE TABLE erase_ask (
  target TEXT NOT NULL PRIMARY KEY,   -- note, theme whose first name goes, cause, or filled-in sheet
  process_id $INT NOT NULL REFERENCES process(id),
  phase TEXT NOT NULL,
  kind TEXT NOT NULL,                 -- note | theme | cause | entry
  by_person $INT NOT NULL REFERENCES person(id),
  by_leader $INT NOT NULL
)$NOROWID;
CREATE INDEX erase_ask_process ON erase_ask(process_id, phase);
