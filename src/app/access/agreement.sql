-- What the three parties decide together.

-- stmt: AGREEMENT_ADD
INSERT INTO agreement (unit_id, process_id, kind, subject, wording, lang, opened, opened_by, due)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING id;

-- stmt: AGREEMENT_NEWEST
SELECT id, state FROM agreement
 WHERE unit_id = $1 AND COALESCE(process_id, 0) = $2 AND kind = $3 AND subject = $4
 ORDER BY id DESC LIMIT 1;

-- stmt: AGREEMENT_GET
SELECT g.id, g.unit_id, g.process_id, g.kind, g.subject, g.wording, g.lang, g.state, g.opened, g.opened_by, g.due,
       g.closed, p.name
  FROM agreement g JOIN person p ON p.id = g.opened_by WHERE g.id = $1;

-- stmt: AGREEMENT_LIST
SELECT g.id, g.unit_id, g.process_id, g.kind, g.subject, g.wording, g.lang, g.state, g.opened, g.opened_by, g.due,
       g.closed, p.name
  FROM agreement g JOIN person p ON p.id = g.opened_by WHERE g.process_id = $1 ORDER BY g.id DESC LIMIT 200;

-- stmt: AGREEMENT_HOLD
SELECT state FROM agreement WHERE id = $1;

-- stmt: AGREEMENT_HOLD @postgres
SELECT state FROM agreement WHERE id = $1 FOR UPDATE;

-- stmt: AGREEMENT_STATE_SET
UPDATE agreement SET state = $2, closed = $3 WHERE id = $1;

-- stmt: AGREEMENT_TICKS
SELECT role_id, answer, sentence, at FROM agreement_tick WHERE agreement_id = $1 ORDER BY at LIMIT 200;

-- stmt: AGREEMENT_TICK_PUT
INSERT INTO agreement_tick (agreement_id, role_id, person_id, answer, sentence, at) VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (agreement_id, role_id) DO UPDATE
   SET person_id = excluded.person_id, answer = excluded.answer, sentence = excluded.sentence, at = excluded.at;

-- stmt: AGREEMENT_WAITING
SELECT DISTINCT g.id, g.unit_id, g.process_id, g.due, g.kind, u.name
  FROM role r JOIN agreement g ON g.unit_id = r.unit_id JOIN unit u ON u.id = g.unit_id
 WHERE r.person_id = $1 AND r.process_id IS NULL AND r.kind IN ('leader', 'union', 'employee_rep', 'safety')
   AND r.from_at <= $2 AND (r.to_at IS NULL OR r.to_at > $2) AND (r.kind = 'leader' OR r.confirmed_at IS NOT NULL)
   AND g.state IN ('open', 'raised')
   AND NOT EXISTS (SELECT 1 FROM agreement_tick t WHERE t.agreement_id = g.id AND t.role_id = r.id)
   AND (r.kind <> 'employee_rep' OR NOT EXISTS (SELECT 1 FROM role o
        WHERE o.unit_id = g.unit_id AND o.kind = 'union' AND o.confirmed_at IS NOT NULL AND o.from_at <= $2
          AND (o.to_at IS NULL OR o.to_at > $2)))
 ORDER BY g.due LIMIT 50;

-- stmt: AGREEMENT_WAITING_ABOVE
WITH RECURSIVE below(unit_id, role_id) AS (
  SELECT r.unit_id, r.id FROM role r
   WHERE r.person_id = $1 AND r.kind IN ('superior', 'chief_union', 'chief_safety') AND r.from_at <= $2
     AND (r.to_at IS NULL OR r.to_at > $2) AND (r.kind = 'superior' OR r.confirmed_at IS NOT NULL)
  UNION ALL
  SELECT u.id, b.role_id FROM unit u JOIN below b ON u.parent_id = b.unit_id
)
SELECT DISTINCT g.id, g.unit_id, g.process_id, g.due, g.kind, u.name
  FROM below b JOIN agreement g ON g.unit_id = b.unit_id JOIN unit u ON u.id = g.unit_id
 WHERE g.state = 'raised'
   AND NOT EXISTS (SELECT 1 FROM agreement_tick t WHERE t.agreement_id = g.id AND t.role_id = b.role_id)
 ORDER BY g.due LIMIT 50;

-- stmt: AGREEMENT_DUE
SELECT id FROM agreement WHERE state = 'open' AND due <= $1 ORDER BY due, id LIMIT 100;

-- stmt: OUTBOX_NOTICE
INSERT INTO outbox (process_id, kind, recipient, subject, body, created, not_before) VALUES ($1, $2, $3, $4, $5, $6, $6);
