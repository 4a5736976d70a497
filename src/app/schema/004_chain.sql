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
