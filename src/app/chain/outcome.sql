-- Votes on what is no theme.

-- stmt: OUTCOME_ROUNDS
SELECT r.id, r.step, r.ballot, r.seats, s.kind, r.late_seats, r.room_id FROM vote_round r JOIN sitting s ON s.id = r.room_id
 WHERE r.process_id = $1 AND r.phase = $2 AND r.kind = 'dots' AND r.state = 'closed' AND s.state = 'closed'
   AND s.kind <> 'rehearsal' ORDER BY r.id LIMIT 500;

-- stmt: OUTCOME_PROPOSAL
SELECT id FROM entry WHERE process_id = $1 AND about = $2 AND makes = 'proposal' AND state = 'shown' AND room_id IS NULL
 ORDER BY place, id LIMIT 1;
