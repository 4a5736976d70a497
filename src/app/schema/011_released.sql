-- What the three have released: wordings for "you said, we do", and the links by which people read them without an account.

-- One wording. A row that was released is never changed: a new wording is a new row that takes its place. So it can be told
-- afterwards what stood there when. No author: the log says who wrote, asked and withdrew.
CREATE TABLE released_item (
  id $ID,
  process_id $INT NOT NULL REFERENCES process(id),
  thing TEXT NOT NULL DEFAULT '',     -- what it is about (app/chain): "measure:12", "challenge:3"; empty: own words
  measure_id $INT NOT NULL DEFAULT 0, -- 0: about no measure. One that has become sensitive, or is gone, takes its wordings along
  measure_version $INT NOT NULL DEFAULT 0, -- of the card when this was written, to see that it has moved on
  replaces_id $INT NOT NULL DEFAULT 0, -- the released wording that this one takes the place of
  area TEXT NOT NULL DEFAULT 'improve', -- improve | preserve
  said TEXT NOT NULL,                 -- what staff said
  does TEXT NOT NULL DEFAULT '',      -- what we do
  status TEXT NOT NULL DEFAULT '',    -- how it stands, in plain words
  next_at $INT,                       -- when it is looked at next
  came TEXT NOT NULL DEFAULT '',      -- what came of it, or was learnt
  trying $INT NOT NULL DEFAULT 0,     -- it is being tried now
  lang TEXT NOT NULL,                 -- of the wording
  state TEXT NOT NULL DEFAULT 'draft', -- draft | released | replaced | withdrawn
  agreement_id $INT REFERENCES agreement(id), -- the question it is part of
  version $INT NOT NULL DEFAULT 1,
  written_at $INT NOT NULL,
  released_at $INT,
  ended_at $INT                       -- replaced or withdrawn
)$STRICT;
CREATE INDEX released_item_process ON released_item(process_id, state);
CREATE INDEX released_item_measure ON released_item(measure_id);
CREATE INDEX released_item_agreement ON released_item(agreement_id);

-- An address for the staff's page or for a screen. The address itself is shown once and never stored.
CREATE TABLE released_link (
  id $ID,
  process_id $INT NOT NULL REFERENCES process(id),
  kind TEXT NOT NULL,                 -- page | screen
  token_hash TEXT NOT NULL UNIQUE,
  place TEXT NOT NULL DEFAULT '',     -- where it hangs or was put
  shows $INT NOT NULL DEFAULT 0,      -- of a screen: bits of released_link.h
  days $INT NOT NULL,                 -- how long it lasts each time it is renewed
  created $INT NOT NULL,
  expires $INT NOT NULL,
  revoked_at $INT
)$STRICT;
CREATE INDEX released_link_process ON released_link(process_id);
CREATE INDEX released_link_expires ON released_link(expires);

$POSTGRES ALTER TABLE released_item ALTER COLUMN said SET STATISTICS 0, ALTER COLUMN does SET STATISTICS 0, ALTER COLUMN came SET STATISTICS 0;
