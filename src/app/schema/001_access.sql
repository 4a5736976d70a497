-- Organisation, units, people, roles, login, agreement, audit. Times are UTC epoch seconds.

CREATE TABLE organisation (
  id $ID,
  name TEXT NOT NULL,
  lang TEXT NOT NULL DEFAULT 'nb',
  created $INT NOT NULL
)$STRICT;

CREATE TABLE unit (
  id $ID,
  organisation_id $INT NOT NULL REFERENCES organisation(id),
  parent_id $INT REFERENCES unit(id),
  name TEXT NOT NULL,
  kind TEXT NOT NULL DEFAULT 'unit',  -- organisation | area | unit
  code TEXT NOT NULL DEFAULT '',      -- what the HR system calls it; empty: not told
  created $INT NOT NULL
)$STRICT;
CREATE INDEX unit_parent ON unit(parent_id);
CREATE INDEX unit_organisation ON unit(organisation_id);

CREATE TABLE person (
  id $ID,
  organisation_id $INT NOT NULL REFERENCES organisation(id),
  name TEXT NOT NULL,
  email TEXT UNIQUE,                  -- lower case; NULL: signs in by slip only
  lang TEXT NOT NULL DEFAULT 'nb',
  secret TEXT,                        -- argon2id of the password; NULL until the person has set one
  created $INT NOT NULL,
  left_at $INT,
  erased_at $INT                      -- name, address and password are gone; what others decided with them stands
)$STRICT;

-- A role assignment. Roles of representatives take effect when the person has confirmed them.
-- union_name is stored for representatives only (GDPR art. 9, design.md 7.10).
CREATE TABLE role (
  id $ID,
  person_id $INT NOT NULL REFERENCES person(id),
  unit_id $INT NOT NULL REFERENCES unit(id),
  process_id $INT,                    -- helpers and workshop leaders: for this process only
  kind TEXT NOT NULL,                 -- see app/access/role.h
  union_name TEXT,
  employer TEXT,                      -- helpers: where they come from, shown to staff
  from_at $INT NOT NULL,
  to_at $INT,
  confirmed_at $INT,                  -- by the representative, or by the three for a role in a process
  granted_by $INT REFERENCES person(id)
)$STRICT;
CREATE INDEX role_person ON role(person_id);
CREATE INDEX role_unit ON role(unit_id);
CREATE INDEX role_process ON role(process_id) WHERE process_id IS NOT NULL;

CREATE TABLE session (
  token_hash TEXT NOT NULL PRIMARY KEY,
  person_id $INT NOT NULL REFERENCES person(id),
  created $INT NOT NULL,
  expires $INT NOT NULL,
  device TEXT NOT NULL DEFAULT ''     -- "Chrome on Android", for the list of sessions
)$NOROWID;
CREATE INDEX session_person ON session(person_id);

-- One-time links and slips: invitation, sign-in, reset. The secret itself is never stored.
CREATE TABLE onetime (
  token_hash TEXT NOT NULL PRIMARY KEY,
  person_id $INT NOT NULL REFERENCES person(id),
  purpose TEXT NOT NULL,              -- invite | signin | reset
  channel TEXT NOT NULL,              -- mail | slip
  created $INT NOT NULL,
  expires $INT NOT NULL,
  used_at $INT,
  made_by $INT REFERENCES person(id)
)$NOROWID;
CREATE INDEX onetime_person ON onetime(person_id);

-- What leaves the house: nothing is sent before the transaction that wrote it has committed. Rules: app/mail/mail.h.
CREATE TABLE outbox (
  id $ID,
  process_id $INT,
  person_id $INT REFERENCES person(id), -- whose one-time link replaces {link} when it leaves; never stored
  reader_id $INT REFERENCES person(id), -- a reminder: whose link to stop reminders is made when it leaves
  kind TEXT NOT NULL,
  recipient TEXT NOT NULL,
  subject TEXT NOT NULL,
  body TEXT NOT NULL,
  calendar TEXT,                      -- an invitation: the calendar file that goes with it
  created $INT NOT NULL,
  not_before $INT NOT NULL,
  sent_at $INT,
  tries $INT NOT NULL DEFAULT 0,
  state TEXT NOT NULL DEFAULT 'waiting', -- waiting | sending | sent | failed | unsure | dropped
  claimed_at $INT,                    -- by the node that sends it now
  claimed_by TEXT,
  mail_id TEXT,                       -- the letter's name in the mail system: the same at every try
  trouble TEXT                        -- a word of app/mail/mail.h, and the relay's answer
)$STRICT;
CREATE INDEX outbox_state ON outbox(state, not_before);
CREATE INDEX outbox_process ON outbox(process_id, kind);

CREATE TABLE setting (
  name TEXT NOT NULL PRIMARY KEY,
  value TEXT NOT NULL
)$NOROWID;

-- A form that came twice changes something once.
CREATE TABLE form_key (
  key TEXT NOT NULL PRIMARY KEY,
  at $INT NOT NULL
)$NOROWID;

-- Needed from all three parties (design.md section 8). subject says what it is about within kind.
CREATE TABLE agreement (
  id $ID,
  unit_id $INT NOT NULL REFERENCES unit(id),
  process_id $INT,
  kind TEXT NOT NULL,                 -- start | choice | publish | export | delete | notes | …
  subject TEXT NOT NULL DEFAULT '',
  wording TEXT NOT NULL,              -- what is agreed, as it was shown
  lang TEXT NOT NULL DEFAULT 'nb',    -- of the wording
  state TEXT NOT NULL DEFAULT 'open', -- open | agreed | raised | dropped
  opened $INT NOT NULL,
  opened_by $INT NOT NULL REFERENCES person(id),
  due $INT NOT NULL,                  -- a disagreement that stands then goes to the next level
  closed $INT
)$STRICT;
CREATE INDEX agreement_process ON agreement(process_id, kind);
CREATE INDEX agreement_unit ON agreement(unit_id, state);
CREATE INDEX agreement_due ON agreement(due) WHERE state = 'open';

CREATE TABLE agreement_tick (
  agreement_id $INT NOT NULL REFERENCES agreement(id),
  role_id $INT NOT NULL REFERENCES role(id),
  person_id $INT NOT NULL REFERENCES person(id),
  answer TEXT NOT NULL,               -- yes | no | advice (from the next level)
  sentence TEXT,                      -- the disagreement or the advice, one sentence
  at $INT NOT NULL,
  PRIMARY KEY (agreement_id, role_id)
)$NOROWID;

-- Decisions and changes. hash = H(previous hash, H(salt, body)); retention may empty salt and body,
-- the chain still verifies through inner_hash.
CREATE TABLE audit (
  id $ID,
  unit_id $INT,
  process_id $INT,
  person_id $INT,                     -- who did it; 0 or NULL for the program
  about_id $INT,                      -- the person it is about, if any
  at $INT NOT NULL,
  kind TEXT NOT NULL,
  salt TEXT,
  body TEXT,
  inner_hash TEXT NOT NULL,
  hash TEXT NOT NULL
)$STRICT;
CREATE INDEX audit_process ON audit(process_id);
CREATE INDEX audit_person ON audit(person_id);
CREATE INDEX audit_about ON audit(about_id);
CREATE INDEX audit_unit ON audit(unit_id);
CREATE INDEX audit_full ON audit(at) WHERE salt IS NOT NULL;

-- PostgreSQL keeps samples of a table's values for its planner. Names and texts that are erased must not live on there.
$POSTGRES ALTER TABLE person ALTER COLUMN name SET STATISTICS 0, ALTER COLUMN email SET STATISTICS 0, ALTER COLUMN secret SET STATISTICS 0;
$POSTGRES ALTER TABLE role ALTER COLUMN union_name SET STATISTICS 0, ALTER COLUMN employer SET STATISTICS 0;
$POSTGRES ALTER TABLE outbox ALTER COLUMN recipient SET STATISTICS 0, ALTER COLUMN subject SET STATISTICS 0, ALTER COLUMN body SET STATISTICS 0;
$POSTGRES ALTER TABLE agreement ALTER COLUMN wording SET STATISTICS 0;
$POSTGRES ALTER TABLE agreement_tick ALTER COLUMN sentence SET STATISTICS 0;
$POSTGRES ALTER TABLE audit ALTER COLUMN salt SET STATISTICS 0, ALTER COLUMN body SET STATISTICS 0;
