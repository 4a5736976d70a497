-- Reports that the three publish, frozen as they stood when they were asked: what was agreed on is what people read.

CREATE TABLE published_report (
  id $ID,
  process_id $INT NOT NULL REFERENCES process(id),
  kind TEXT NOT NULL,                 -- the report's word: action-plan | summary | process
  lang TEXT NOT NULL,
  stamp TEXT NOT NULL DEFAULT '',     -- 13 | 14: why it is kept from the public; empty: open
  body TEXT NOT NULL,                 -- its parts, as JSON
  made_at $INT NOT NULL,
  agreement_id $INT REFERENCES agreement(id),
  published_at $INT,                  -- NULL: waits for the three, or they did not agree
  withdrawn_at $INT
)$STRICT;
CREATE INDEX published_report_process ON published_report(process_id);

$POSTGRES ALTER TABLE published_report ALTER COLUMN body SET STATISTICS 0;
