-- $EXPAND What a next version might add. Built into medvirk-next only, for tests/nodes/upgrade.test.mjs.
ALTER TABLE sitting ADD COLUMN next_word TEXT NOT NULL DEFAULT 'ny';
ALTER TABLE note ADD COLUMN next_kind TEXT;
ALTER TABLE seat ADD COLUMN next_count $INT NOT NULL DEFAULT 0;
CREATE TABLE next_mark (id $ID, sitting_id $INT NOT NULL REFERENCES sitting (id) ON DELETE CASCADE, word TEXT NOT NULL) $STRICT;
CREATE INDEX next_mark_sitting ON next_mark (sitting_id);
