-- The front page.

-- stmt: HOME_PLACES
SELECT DISTINCT u.id, u.name
  FROM role r JOIN unit u ON u.id = r.unit_id
 WHERE r.person_id = $1 AND r.from_at <= $2 AND (r.to_at IS NULL OR r.to_at > $2)
   AND (r.confirmed_at IS NOT NULL OR r.kind NOT IN ('union', 'employee_rep', 'safety', 'chief_union', 'chief_safety',
                                                         'helper', 'workshop_leader'))
 ORDER BY u.name, u.id LIMIT 50;

-- stmt: HOME_PROCESSES
SELECT id, name, state FROM process WHERE unit_id = $1 AND state <> 'archived' ORDER BY id DESC LIMIT 50;

-- stmt: HOME_PROCESSES_GRANTED
SELECT p.id, p.name, p.state
  FROM process p JOIN role r ON r.process_id = p.id
 WHERE r.person_id = $1 AND p.unit_id = $2 AND r.confirmed_at IS NOT NULL AND r.from_at <= $3
   AND (r.to_at IS NULL OR r.to_at > $3)
 ORDER BY p.id DESC LIMIT 50;
