-- Measures. `sensitive <= $3`: 0 leaves the sensitive ones out before anything of them is read.

-- $5: only those that something waits at before then; 0: all.
-- stmt: MEASURES
SELECT m.id, m.unit_id, COALESCE(m.process_id, 0), m.phase, m.thing, m.source, m.area, m.title, m.what, COALESCE(m.owner_id, 0),
       COALESCE(p.name, m.who), m.who, COALESCE(m.start_at, 0), COALESCE(m.due_at, 0), m.when_words, m.sign, m.cause, m.wish,
       m.place, m.need, m.baseline, m.target, m.risk, m.contact, m.proposed_by, m.assessment, m.level, m.priority, m.factors,
       m.tell, m.sensitive, m.restructuring, m.is_test, m.status, m.round, COALESCE(m.consulted_at, 0),
       COALESCE(m.consulted_by, 0), COALESCE(q.name, ''), m.consulted_view, COALESCE(m.agreement_id, 0),
       COALESCE(m.decided_at, 0), COALESCE(m.done_at, 0), COALESCE(m.evaluate_at, 0), COALESCE(m.look_at, 0), m.looks,
       m.habit_cue, m.habit_act, m.habit_reason, COALESCE(m.habit_since, 0), m.learning, COALESCE(m.object_until, 0), m.token,
       m.created, m.version,
       (SELECT COUNT(*) FROM measure_objection o WHERE o.measure_id = m.id AND o.settled_at IS NULL),
       (SELECT COUNT(*) FROM measure_helper h WHERE h.measure_id = m.id AND h.kind = 'helper' AND h.person_id = $4),
       (SELECT COUNT(*) FROM measure_helper h WHERE h.measure_id = m.id AND h.kind = 'party' AND h.person_id = $4),
       (SELECT COUNT(*) FROM measure_objection o WHERE o.measure_id = m.id AND o.settled_at IS NULL AND o.raised_at IS NOT NULL)
  FROM measure m LEFT JOIN person p ON p.id = m.owner_id LEFT JOIN person q ON q.id = m.consulted_by
 WHERE m.unit_id = $1 AND (m.id = $2 OR $2 = -1) AND m.sensitive <= $3
   AND ($5 = 0 OR m.due_at < $5 OR m.evaluate_at < $5 OR m.look_at < $5
        OR EXISTS (SELECT 1 FROM measure_objection o WHERE o.measure_id = m.id AND o.settled_at IS NULL))
 ORDER BY CASE WHEN m.priority = 0 THEN 9 ELSE m.priority END, COALESCE(m.due_at, 99999999999), m.title, m.id LIMIT 1000;

-- stmt: MEASURES_HIDDEN
SELECT id, area, COALESCE(consulted_at, 0), COALESCE(decided_at, 0) FROM measure
 WHERE unit_id = $1 AND sensitive = 1 ORDER BY id LIMIT 100;

-- stmt: MEASURE_COUNTS
SELECT status, area, COUNT(*), SUM(CASE WHEN due_at < $3 AND status IN ('prioritised', 'planned', 'running', 'testing') THEN 1 ELSE 0 END)
  FROM measure WHERE unit_id = $1 AND sensitive = 0 AND (process_id = $2 OR $2 = -1) GROUP BY status, area LIMIT 100;

-- stmt: MEASURE_HELPERS
SELECT COALESCE(h.person_id, 0), COALESCE(p.name, h.words) FROM measure_helper h LEFT JOIN person p ON p.id = h.person_id
 WHERE h.measure_id = $1 AND h.kind = $2 ORDER BY h.position LIMIT 50;

-- stmt: MEASURE_LOOKS
SELECT kind, round, COALESCE(from_at, 0), COALESCE(to_at, 0), at, COALESCE(agreement_id, 0), reach, happened, before, after, effect,
       adjustment, learning, verdict
  FROM measure_look WHERE measure_id = $1 ORDER BY at, id LIMIT 200;

-- stmt: MEASURE_STATE
SELECT status FROM measure WHERE id = $1;

-- stmt: MEASURE_BY_THING
SELECT id, unit_id, version FROM measure WHERE thing = $1 AND thing <> '';

-- stmt: MEASURE_ADD
INSERT INTO measure (id, unit_id, process_id, phase, thing, source, area, title, what, owner_id, who, start_at, due_at, when_words,
  sign, cause, wish, place, need, baseline, target, risk, contact, proposed_by, level, priority, factors, tell, sensitive,
  restructuring, assessment, is_test, token, created, created_by)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27,
  $28, $29, $30, $31, $32, $33, $34, $35);

-- Of the fields that a proposal gives; what the group has written on the card meanwhile stands.
-- stmt: MEASURE_DECIDED
UPDATE measure SET status = $2, agreement_id = $3, decided_at = $4, evaluate_at = COALESCE(evaluate_at, $5), version = version + 1
 WHERE id = $1;

-- stmt: MEASURE_LOOK_ADD
INSERT INTO measure_look (measure_id, kind, round, from_at, to_at, reach, happened, before, after, effect, verdict, adjustment,
  learning, agreement_id, person_id, at, entries)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17);

-- stmt: MEASURE_JUDGED
UPDATE measure SET status = $2, round = $3, learning = CASE WHEN $4 <> '' THEN $4 ELSE learning END, look_at = $5,
  habit_since = $6, done_at = COALESCE(done_at, $7), version = version + 1 WHERE id = $1;

-- stmt: MEASURE_HABIT_SET
UPDATE measure SET habit_cue = $2, habit_act = $3, habit_reason = $4, owner_id = CASE WHEN $5 <> '' THEN NULL ELSE owner_id END,
  who = CASE WHEN $5 <> '' THEN $5 ELSE who END, look_at = COALESCE($6, look_at), version = version + 1 WHERE id = $1;

-- stmt: MEASURE_LOG_ADD
INSERT INTO measure_log (measure_id, at, person_id, kind, was, became) VALUES ($1, $2, $3, $4, $5, $6);

-- stmt: MEASURE_LIFT_FIND
SELECT id FROM lift WHERE process_id = $1 AND thing = $2 LIMIT 1;

-- stmt: MEASURE_LIFT_ADD
INSERT INTO lift (process_id, phase, thing, what) VALUES ($1, $2, $3, $4);

-- stmt: MEASURE_ENTRY
SELECT id, phase, step, makes, about FROM entry WHERE id = $1 AND process_id = $2 AND state = 'shown';

-- The sheets that were filled in about a measure, the newest gathering's last.
-- stmt: MEASURE_ENTRIES_ABOUT
SELECT id, phase, step, makes, about FROM entry
 WHERE (about = $1 OR about = $3) AND process_id = $2 AND state = 'shown' ORDER BY place, id LIMIT 200;

-- stmt: MEASURE_ENTRY_FIELDS
SELECT field, body FROM entry_field WHERE entry_id = $1 ORDER BY field LIMIT 100;

-- The area of what a proposal goes back to, when it is about a challenge.
-- stmt: MEASURE_CHALLENGE_KIND
SELECT kind FROM challenge WHERE id = $1 AND process_id = $2;

-- stmt: MEASURE_ENTRY_ABOUT
SELECT about FROM entry WHERE id = $1 AND process_id = $2;

-- stmt: MEASURE_STATUS
UPDATE measure SET status = $2, done_at = COALESCE($3, done_at), version = version + 1 WHERE id = $1;

-- stmt: MEASURE_LOOK_ENTRIES
SELECT entries FROM measure_look WHERE measure_id = $1 LIMIT 200;

-- stmt: MEASURE_LOOK_NEXT
UPDATE measure SET look_at = $2 WHERE id = $1;

-- stmt: MEASURE_OBJECT_UNTIL
UPDATE measure SET object_until = $2 WHERE id = $1;

-- stmt: MEASURE_HELPERS_CLEAR
DELETE FROM measure_helper WHERE measure_id = $1;

-- stmt: MEASURE_HELPER_ADD
INSERT INTO measure_helper (measure_id, position, kind, person_id, words) VALUES ($1, $2, $3, $4, $5);

-- stmt: MEASURE_SET
UPDATE measure SET title = $2, what = $3, owner_id = $4, who = $5, start_at = $6, due_at = $7, when_words = $8, sign = $9, cause = $10,
  wish = $11, place = $12, need = $13, baseline = $14, target = $15, risk = $16, contact = $17, proposed_by = $18, assessment = $19,
  own_hash = CASE WHEN who = $5 THEN own_hash END, version = version + 1 WHERE id = $1;

-- stmt: MEASURE_SET_MORE
UPDATE measure SET source = $2, area = $3, level = $4, priority = $5, factors = $6, tell = $7, sensitive = $8, restructuring = $9,
  is_test = $10, evaluate_at = $11, look_at = $12, habit_cue = $13, habit_act = $14, habit_reason = $15, learning = $16 WHERE id = $1;

-- Also of a sensitive one: nothing of it is read here.
-- stmt: MEASURE_CONSULTED
UPDATE measure SET consulted_at = $3, consulted_by = $4, consulted_view = $5, version = version + 1
 WHERE id = $1 AND unit_id = $2 AND decided_at IS NULL;

-- stmt: MEASURE_OBJECTION_ADD
INSERT INTO measure_objection (measure_id, person_id, role, sentence, at) VALUES ($1, $2, $3, $4, $5);

-- stmt: MEASURE_OBJECTION_SETTLE
UPDATE measure_objection SET settled_at = $3, settled_by = $4, settlement = $5
 WHERE id = $1 AND measure_id = $2 AND person_id = $4 AND settled_at IS NULL;

-- stmt: MEASURE_OBJECTIONS
SELECT o.id, p.name, o.role, o.sentence, o.at, COALESCE(o.settled_at, 0), COALESCE(q.name, ''), o.settlement, COALESCE(o.raised_at, 0)
  FROM measure_objection o JOIN person p ON p.id = o.person_id LEFT JOIN person q ON q.id = o.settled_by
 WHERE o.measure_id = $1 ORDER BY o.id DESC LIMIT 50;

-- Those whose days are over. Three days where no process has agreed on another number.
-- stmt: MEASURE_OBJECTIONS_DUE
SELECT o.id, m.id, m.unit_id, COALESCE(m.process_id, 0), m.title
  FROM measure_objection o JOIN measure m ON m.id = o.measure_id LEFT JOIN process p ON p.id = m.process_id
 WHERE o.settled_at IS NULL AND o.raised_at IS NULL AND m.sensitive = 0 AND o.at + COALESCE(p.object_days, 3) * 86400 < $1
 ORDER BY o.id LIMIT 100;

-- stmt: MEASURE_OBJECTION_RAISE
UPDATE measure_objection SET raised_at = $2 WHERE id = $1 AND settled_at IS NULL AND raised_at IS NULL;

-- stmt: MEASURE_EVALUATE_AT
UPDATE measure SET evaluate_at = $2 WHERE id = $1;

-- stmt: MEASURE_LOOKED
UPDATE measure SET looks = $2, look_at = $3, version = version + 1 WHERE id = $1;

-- stmt: MEASURE_ASKED
UPDATE measure SET agreement_id = $2 WHERE id = $1;

-- stmt: MEASURE_OPENED
SELECT id FROM measure_log WHERE measure_id = $1 AND person_id = $2 AND kind = 'opened' AND at > $3 LIMIT 1;

-- stmt: MEASURE_REMOVE_HELPERS
DELETE FROM measure_helper WHERE measure_id = $1;

-- stmt: MEASURE_REMOVE_LOG
DELETE FROM measure_log WHERE measure_id = $1;

-- stmt: MEASURE_REMOVE_ROW
DELETE FROM measure WHERE id = $1;

-- stmt: MEASURES_TO_BEGIN
SELECT id FROM measure WHERE status = 'planned' AND is_test = 1 AND start_at <= $1 LIMIT 200;

-- stmt: MEASURE_SENTENCES_RELEASE
UPDATE measure_sentence SET waits_until = 0 WHERE waits_until > 0 AND waits_until <= $1;

-- The names of people who were or became responsible stand beside their ids.
-- stmt: MEASURE_LINES
SELECT g.at, g.kind, g.was, g.became, p.name,
       COALESCE((SELECT o.name FROM person o WHERE g.kind = 'field:owner' AND CAST(o.id AS TEXT) = g.was), ''),
       COALESCE((SELECT o.name FROM person o WHERE g.kind = 'field:owner' AND CAST(o.id AS TEXT) = g.became), '')
  FROM measure_log g LEFT JOIN person p ON p.id = g.person_id WHERE g.measure_id = $1 ORDER BY g.id DESC LIMIT 300;

-- stmt: MEASURE_BY_TOKEN
SELECT id, unit_id FROM measure WHERE token = $1 AND sensitive = 0;

-- stmt: MEASURE_BY_OWN
SELECT id, unit_id FROM measure WHERE own_hash = $1 AND sensitive = 0 AND owner_id IS NULL;

-- stmt: MEASURE_OWN_OUT
SELECT COUNT(*) FROM measure WHERE id = $1 AND own_hash IS NOT NULL;

-- stmt: MEASURE_OWN_SET
UPDATE measure SET own_hash = $2 WHERE id = $1 AND sensitive = 0;

-- stmt: MEASURE_OWN_END
UPDATE measure SET own_hash = NULL WHERE id = $1;

-- stmt: CHECKIN_TAP
INSERT INTO measure_tap (measure_id, round, ends_at, answer, count) VALUES ($1, $2, $3, $4, 1)
ON CONFLICT (measure_id, round, ends_at, answer) DO UPDATE SET count = measure_tap.count + 1;

-- stmt: CHECKIN_COUNTS
SELECT round, ends_at, answer, count FROM measure_tap WHERE measure_id = $1 ORDER BY round, ends_at, answer LIMIT 1000;

-- stmt: CHECKIN_SENTENCE_ADD
INSERT INTO measure_sentence (id, measure_id, body, waits_until) VALUES ($1, $2, $3, $4);

-- stmt: CHECKIN_SENTENCES
SELECT id, body, state, aside_by, waits_until FROM measure_sentence WHERE measure_id = $1 AND state <> 'erased' ORDER BY id LIMIT 500;

-- stmt: CHECKIN_SENTENCE_GET
SELECT state, aside_by FROM measure_sentence WHERE id = $1 AND measure_id = $2 AND state <> 'erased' AND waits_until <= $3;

-- stmt: CHECKIN_SENTENCE_STATE
UPDATE measure_sentence SET state = $2, aside_by = $3 WHERE id = $1;

-- stmt: CHECKIN_SENTENCE_ERASE
UPDATE measure_sentence SET state = 'erased', body = '', aside_by = '' WHERE id = $1 AND measure_id = $2;
