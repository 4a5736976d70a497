-- What the desk has set for each ballot of a gathering. sitting.dots and sitting.cap, which were for all at once, are not read any more.

CREATE TABLE sitting_ballot (
  sitting_id $INT NOT NULL REFERENCES sitting(id) ON DELETE CASCADE,
  step TEXT NOT NULL,
  ballot TEXT NOT NULL,               -- the pack's
  dots $INT NOT NULL DEFAULT 0,       -- votes per person; 0: as suggested
  cap $INT NOT NULL DEFAULT 0,        -- most of them on one thing; 0: as the pack says
  PRIMARY KEY (sitting_id, step, ballot)
)$NOROWID;
