-- What is stored about one person, for that person.

-- stmt: EXPORT_PERSON
SELECT name, email, lang, CASE WHEN secret IS NULL THEN 0 ELSE 1 END, created, left_at FROM person WHERE id = $1;

-- stmt: EXPORT_ROLES
SELECT r.kind, u.name, r.process_id, r.union_name, r.employer, r.from_at, r.to_at, r.confirmed_at, g.name
  FROM role r JOIN unit u ON u.id = r.unit_id LEFT JOIN person g ON g.id = r.granted_by
 WHERE r.person_id = $1 ORDER BY r.id LIMIT 1000;

-- stmt: EXPORT_SESSIONS
SELECT created, expires, device FROM session WHERE person_id = $1 ORDER BY created LIMIT 1000;

-- stmt: EXPORT_ONETIME
SELECT o.purpose, o.channel, o.created, o.expires, o.used_at, m.name
  FROM onetime o LEFT JOIN person m ON m.id = o.made_by WHERE o.person_id = $1 ORDER BY o.created LIMIT 1000;

-- stmt: EXPORT_OUTBOX
SELECT o.subject, o.body, o.created, o.sent_at
  FROM outbox o JOIN person p ON p.id = $1 WHERE o.person_id = $1 OR o.reader_id = $1 OR o.recipient = p.email ORDER BY o.id LIMIT 1000;

-- stmt: EXPORT_TICKS
SELECT g.wording, t.answer, t.sentence, t.at
  FROM agreement_tick t JOIN agreement g ON g.id = t.agreement_id WHERE t.person_id = $1 ORDER BY t.at LIMIT 1000;

-- stmt: EXPORT_OWN_SHEETS
SELECT process_id, sheet, field, body, shared_at FROM own_sheet WHERE person_id = $1 ORDER BY process_id, sheet, field LIMIT 1000;

-- stmt: EXPORT_GROUP_INPUTS
SELECT process_id, sheet, field, body, hidden_at FROM group_input WHERE person_id = $1 ORDER BY process_id, sheet, position LIMIT 5000;

-- stmt: EXPORT_ATTENDANCE
SELECT s.process_id, s.phase, s.session, a.at FROM attendance a JOIN sitting s ON s.id = a.sitting_id
 WHERE a.person_id = $1 ORDER BY a.at LIMIT 1000;

-- stmt: EXPORT_AUDIT
SELECT a.at, a.kind, a.body, p.name, q.name
  FROM audit a LEFT JOIN person p ON p.id = a.person_id LEFT JOIN person q ON q.id = a.about_id
 WHERE a.person_id = $1 OR a.about_id = $1 ORDER BY a.id LIMIT 10000;

-- Links the person made for others: not for whom.
-- stmt: EXPORT_ONETIME_MADE
SELECT purpose, channel, created, used_at FROM onetime WHERE made_by = $1 ORDER BY created LIMIT 5000;

-- stmt: EXPORT_QUESTIONS
SELECT process_id, wording, opened, state, closed FROM agreement WHERE opened_by = $1 ORDER BY id LIMIT 1000;

-- stmt: EXPORT_ROLES_GIVEN
SELECT r.kind, u.name, r.process_id, r.from_at, r.to_at FROM role r JOIN unit u ON u.id = r.unit_id
 WHERE r.granted_by = $1 ORDER BY r.id LIMIT 5000;

-- stmt: EXPORT_BEGUN
SELECT p.id, p.name, u.name, p.created FROM process p JOIN unit u ON u.id = p.unit_id WHERE p.created_by = $1 ORDER BY p.id LIMIT 1000;

-- stmt: EXPORT_TASKS
SELECT process_id, phase, CASE WHEN body <> '' THEN body ELSE item END, NULL, done_at, 'checklist' FROM checklist_item
 WHERE owner_id = $1 OR done_by = $1
 UNION ALL
SELECT process_id, phase, body, due_at, done_at, 'task' FROM task WHERE owner_id = $1
 ORDER BY 1, 2, 3 LIMIT 5000;

-- stmt: EXPORT_LEADS
SELECT process_id, phase, '', meet_at FROM process_phase WHERE leads_id = $1
 UNION ALL
SELECT process_id, phase, session, starts_at FROM sitting WHERE leads_id = $1 OR desk_id = $1
 ORDER BY 1, 2, 3 LIMIT 1000;

-- What such a card says is about others.
-- stmt: EXPORT_HANDLE
SELECT process_id, opened, due_at, handled_at FROM handle_item WHERE owner_id = $1 ORDER BY opened, id LIMIT 1000;

-- stmt: EXPORT_OPENINGS
SELECT process_id, phase, CASE WHEN asked_by = $1 THEN 1 ELSE 0 END, CASE WHEN asked_by = $1 THEN asked_at ELSE opened_at END
  FROM note_opening WHERE asked_by = $1 OR opened_by = $1 ORDER BY id LIMIT 1000;

-- stmt: EXPORT_ERASURES
SELECT process_id, phase FROM erase_ask WHERE by_person = $1 ORDER BY process_id, phase LIMIT 1000;

-- Of a sensitive measure its title goes to those who are responsible for it or named in it.
-- stmt: EXPORT_MEASURES
SELECT CASE WHEN m.sensitive = 0 OR m.owner_id = $1 OR h.person_id = $1 THEN m.title ELSE '' END,
       CASE WHEN m.owner_id = $1 THEN 1 ELSE 0 END, COALESCE(h.kind, ''), m.due_at, m.done_at
  FROM measure m LEFT JOIN measure_helper h ON h.measure_id = m.id AND h.person_id = $1
 WHERE m.owner_id = $1 OR m.created_by = $1 OR m.consulted_by = $1 OR h.person_id = $1 ORDER BY m.id LIMIT 1000;

-- stmt: EXPORT_MEASURES_SAID
SELECT l.at, l.kind, CASE WHEN m.sensitive = 0 OR m.owner_id = $1 THEN l.became ELSE '' END
  FROM measure_log l JOIN measure m ON m.id = l.measure_id WHERE l.person_id = $1
 UNION ALL
SELECT o.at, 'objection', CASE WHEN o.person_id = $1 THEN o.sentence ELSE o.settlement END
  FROM measure_objection o WHERE o.person_id = $1 OR o.settled_by = $1
 UNION ALL
SELECT k.at, k.kind, CASE WHEN m.sensitive = 0 OR m.owner_id = $1 THEN k.verdict ELSE '' END
  FROM measure_look k JOIN measure m ON m.id = k.measure_id WHERE k.person_id = $1
 ORDER BY 1, 2 LIMIT 5000;

-- stmt: EXPORT_AGENDAS
SELECT m.process_id, m.title, CASE WHEN m.chair_id = $1 THEN 'chair' ELSE 'made' END, '', m.starts_at FROM agenda_meeting m
 WHERE m.chair_id = $1 OR m.created_by = $1
 UNION ALL
SELECT m.process_id, m.title, CASE WHEN i.person_id = $1 THEN 'responsible' ELSE 'raised' END, i.title, m.starts_at
  FROM agenda_item i JOIN agenda_meeting m ON m.id = i.meeting_id WHERE i.person_id = $1 OR i.raised_by = $1
 UNION ALL
SELECT m.process_id, m.title, 'seen ' || s.what, '', s.at FROM agenda_seen s JOIN agenda_meeting m ON m.id = s.meeting_id WHERE s.person_id = $1
 UNION ALL
SELECT m.process_id, m.title, 'correction', k.body, k.at FROM agenda_correction k JOIN agenda_meeting m ON m.id = k.meeting_id WHERE k.person_id = $1
 ORDER BY 5, 1, 3 LIMIT 5000;

-- stmt: EXPORT_CALENDAR
SELECT created FROM calendar_feed WHERE person_id = $1;

-- stmt: EXPORT_INVITATIONS
SELECT process_id, title, starts_at, state FROM invitation WHERE person_id = $1 ORDER BY starts_at, sitting_id LIMIT 1000;

-- stmt: EXPORT_MAIL_CHOICES
SELECT reminders, invitations FROM mail_choice WHERE person_id = $1;

-- stmt: EXPORT_REMINDED
SELECT what, at FROM reminder_told WHERE person_id = $1 ORDER BY at LIMIT 1000;

-- stmt: EXPORT_RELEASED
SELECT process_id, message, released_at, laid_at FROM message_release WHERE released_by = $1 ORDER BY released_at LIMIT 1000;

-- stmt: EXPORT_DISCUSSIONS
SELECT u.name, d.held_on, CASE WHEN d.said_by = $1 THEN 1 ELSE 0 END FROM discussed d JOIN unit u ON u.id = d.unit_id
 WHERE d.said_by = $1 OR d.confirmed_by = $1 ORDER BY d.unit_id LIMIT 1000;
