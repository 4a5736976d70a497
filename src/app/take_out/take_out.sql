-- What leaves when the three take a whole process out. Of rooms only what is closed; of measures only those that are not sensitive, and
-- nothing that hangs on one that is.

-- stmt: OUT_PROCESS
SELECT p.name, u.name, m.name, p.method_hash, p.state, p.k, p.place, p.staff_count, p.created, p.started, p.ended
  FROM process p JOIN unit u ON u.id = p.unit_id JOIN method_pack m ON m.hash = p.method_hash WHERE p.id = $1;

-- stmt: OUT_PHASES
SELECT f.phase, f.prepare_at, f.prepare_place, f.meet_at, f.place, l.name, f.done_at
  FROM process_phase f LEFT JOIN person l ON l.id = f.leads_id WHERE f.process_id = $1 ORDER BY f.phase LIMIT 200;

-- stmt: OUT_GATHERINGS
SELECT phase, session, kind, label, place, starts_at, ends_at, state, CASE WHEN state = 'closed' AND headcount > 0 THEN headcount END
  FROM sitting WHERE process_id = $1 AND kind <> 'rehearsal' ORDER BY COALESCE(starts_at, 99999999999), id LIMIT 500;

-- stmt: OUT_CHECKLISTS
SELECT i.phase, i.session, i.moment, i.item, i.body, o.name, i.done_at
  FROM checklist_item i LEFT JOIN person o ON o.id = i.owner_id WHERE i.process_id = $1 ORDER BY i.phase, i.position, i.id LIMIT 2000;

-- stmt: OUT_RULES
SELECT body FROM ground_rule WHERE process_id = $1 ORDER BY position, id LIMIT 200;

-- stmt: OUT_GROUP_SHEETS
SELECT sheet, field, body FROM group_input WHERE process_id = $1 AND hidden_at IS NULL ORDER BY sheet, field, position, id LIMIT 2000;

-- stmt: OUT_SHARED_SHEETS
SELECT o.sheet, o.field, p.name, o.body FROM own_sheet o JOIN person p ON p.id = o.person_id
 WHERE o.process_id = $1 AND o.shared_at IS NOT NULL ORDER BY o.sheet, o.field, p.name, o.person_id LIMIT 2000;

-- What measures were asked about is told by the measures: one of them may have become sensitive since.
-- stmt: OUT_AGREEMENTS
SELECT g.id, g.kind, CASE WHEN g.kind <> 'measure' THEN g.wording END, g.state, g.opened, g.due, g.closed
  FROM agreement g WHERE g.process_id = $1 ORDER BY g.id LIMIT 500;

-- stmt: OUT_ANSWERS
SELECT t.agreement_id, r.kind, r.union_name, p.name, t.answer, CASE WHEN g.kind <> 'measure' THEN t.sentence END, t.at
  FROM agreement_tick t JOIN agreement g ON g.id = t.agreement_id JOIN role r ON r.id = t.role_id JOIN person p ON p.id = t.person_id
 WHERE g.process_id = $1 ORDER BY t.agreement_id, t.at, t.role_id LIMIT 4000;

-- stmt: OUT_CAUSES
SELECT id, parent, phase, CASE WHEN about LIKE 'note:%' THEN '' ELSE about END, body, evidence, bone, is_root, find_out
  FROM cause WHERE process_id = $1 AND room_id IS NULL AND state = 'shown' ORDER BY phase, place, id LIMIT 5000;

-- stmt: OUT_SHEETS
SELECT e.id, e.phase, e.step, e.makes, CASE WHEN e.about LIKE 'note:%' THEN '' ELSE e.about END
  FROM entry e WHERE e.process_id = $1 AND e.room_id IS NULL AND e.state = 'shown'
   AND NOT EXISTS (SELECT 1 FROM measure m WHERE m.sensitive = 1
     AND (m.thing = 'entry:' || e.id OR e.about = 'measure:' || CAST(m.id AS TEXT)))
 ORDER BY e.phase, e.step, e.place, e.id LIMIT 2000;

-- stmt: OUT_SHEET_FIELDS
SELECT e.id, f.field, f.body
  FROM entry e JOIN entry_field f ON f.entry_id = e.id WHERE e.process_id = $1 AND e.room_id IS NULL AND e.state = 'shown'
   AND NOT EXISTS (SELECT 1 FROM measure m WHERE m.sensitive = 1
     AND (m.thing = 'entry:' || e.id OR e.about = 'measure:' || CAST(m.id AS TEXT)))
 ORDER BY e.phase, e.step, e.place, e.id, f.field LIMIT 20000;

-- stmt: OUT_MEASURES
SELECT m.id, m.phase, m.source, m.area, m.title, m.what, COALESCE(p.name, m.who), m.start_at, m.due_at, m.when_words, m.sign, m.cause,
       m.wish, m.place, m.need, m.baseline, m.target, m.proposed_by, m.level, m.priority, m.factors, m.restructuring, m.assessment,
       m.is_test, m.status, m.round, m.decided_at, m.done_at, m.evaluate_at, m.habit_cue, m.habit_act, m.habit_reason, m.habit_since,
       m.learning
  FROM measure m LEFT JOIN person p ON p.id = m.owner_id WHERE m.process_id = $1 AND m.sensitive = 0 ORDER BY m.title, m.id LIMIT 1000;

-- stmt: OUT_LOOKS
SELECT l.measure_id, l.kind, l.round, l.from_at, l.to_at, l.reach, l.happened, l.before, l.after, l.effect, l.verdict, l.adjustment,
       l.learning, l.at
  FROM measure_look l JOIN measure m ON m.id = l.measure_id WHERE m.process_id = $1 AND m.sensitive = 0 ORDER BY l.id LIMIT 5000;

-- stmt: OUT_TASKS
SELECT t.phase, t.body, p.name, t.due_at, t.done_at, t.answer FROM task t LEFT JOIN person p ON p.id = t.owner_id
 WHERE t.process_id = $1 AND NOT EXISTS (SELECT 1 FROM measure m WHERE m.sensitive = 1 AND t.thing = 'measure:' || CAST(m.id AS TEXT))
 ORDER BY t.id LIMIT 2000;

-- stmt: OUT_LIFTS
SELECT l.phase, l.what, l.why, l.ask, l.level, l.lifted_at, l.answer_kind, l.answer, l.answered_at FROM lift l
 WHERE l.process_id = $1 AND NOT EXISTS (SELECT 1 FROM measure m WHERE m.sensitive = 1 AND l.thing = 'measure:' || CAST(m.id AS TEXT))
 ORDER BY l.id LIMIT 500;

-- stmt: OUT_MEETINGS
SELECT m.id, m.kind, m.title, m.starts_at, m.minutes, m.place, p.name, m.purpose, m.wished, m.begun_at, m.ended_at, m.headcount, m.reached,
       m.reached_why, m.locked_at, m.cancelled_at
  FROM agenda_meeting m LEFT JOIN person p ON p.id = m.chair_id WHERE m.process_id = $1 ORDER BY m.id LIMIT 200;

-- stmt: OUT_ITEMS
SELECT i.meeting_id, i.title, i.why, i.want, i.label, i.reach, i.minutes, p.name, i.result, i.follow_up
  FROM agenda_item i JOIN agenda_meeting m ON m.id = i.meeting_id LEFT JOIN person p ON p.id = i.person_id
 WHERE m.process_id = $1 ORDER BY i.meeting_id, i.place, i.id LIMIT 5000;

-- stmt: OUT_THERE
SELECT t.meeting_id, r.kind FROM agenda_there t JOIN agenda_meeting m ON m.id = t.meeting_id JOIN role r ON r.id = t.role_id
 WHERE m.process_id = $1 ORDER BY t.meeting_id, r.kind LIMIT 5000;

-- stmt: OUT_CORRECTIONS
SELECT x.meeting_id, p.name, x.at, x.body FROM agenda_correction x JOIN agenda_meeting m ON m.id = x.meeting_id
  JOIN person p ON p.id = x.person_id WHERE m.process_id = $1 ORDER BY x.id LIMIT 2000;

-- stmt: OUT_MESSAGES
SELECT message, lang, subject, body FROM message_text WHERE process_id = $1 ORDER BY message, lang LIMIT 200;
