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
  FROM outbox o JOIN person p ON p.id = $1 WHERE o.person_id = $1 OR o.recipient = p.email ORDER BY o.id LIMIT 1000;

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
