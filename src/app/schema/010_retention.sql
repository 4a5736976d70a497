-- Talked over with the representatives before the tool was taken into use: one side says when, the other confirms.
CREATE TABLE discussed (
  unit_id $INT NOT NULL PRIMARY KEY REFERENCES unit(id),
  held_on $INT NOT NULL,
  said_by $INT NOT NULL REFERENCES person(id),
  said_as TEXT NOT NULL,              -- the role
  confirmed_by $INT REFERENCES person(id), -- NULL: waits for the other side
  confirmed_as TEXT
)$NOROWID;
