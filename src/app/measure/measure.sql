-- Measures. `sensitive <= $3`: 0 leaves the sensitive ones out before anything of them is read.

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
       (SELECT COUNT(*) FROM measure_helper h WHERE h.measure_id = m.id AND h.kind = 'party' AND h.person_id = $4)
  FROM measure m LEFT JOIN person p ON p.id = m.owner_id LEFT JOIN person q ON q.id = m.consulted_by
 WHERE m.unit_id = $1 AND (m.id = $2 OR $2 = -1) AND m.sensitive <= $3
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

-- stmt: MEASURE_BY_THING
SELECT id, unit_id, version FROM measure WHERE thing = $1;

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

-- The pack of a process, to know which field of a sheet becomes what.
-- stmt: MEASURE_PACK
SELECT k.pack FROM process p JOIN method_pack k ON k.hash = p.method_hash WHERE p.id = $1;

-- stmt: MEASURE_ENTRY
SELECT id, phase, step, makes, about FROM entry WHERE id = $1 AND process_id = $2 AND state = 'shown';

-- The sheets that were filled in about a measure, the newest gathering's last.
-- stmt: MEASURE_ENTRIES_ABOUT
SELECT id, phase, step, makes, about FROM entry WHERE about = $1 AND process_id = $2 AND state = 'shown' ORDER BY place, id LIMIT 200;

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
