-- What steps hand on to each other (thing.h). room: the sitting that asks; 0: what closed sittings have left.

-- stmt: THING_PICKED
SELECT id, title, kind, theme_id, pick, answer FROM challenge
 WHERE process_id = $1 AND phase = $2 AND pick = $3 AND state IN ('chosen', 'added')
 ORDER BY CASE WHEN rank = 0 THEN 1 ELSE 0 END, rank, title, id LIMIT 200;

-- stmt: THING_CHALLENGE
SELECT id, title, kind, theme_id, pick, answer, phase FROM challenge
 WHERE process_id = $1 AND id = $2 AND state IN ('chosen', 'added');

-- stmt: THING_NOTES
SELECT id, body, col, about, COALESCE(builds_on, ''), bin FROM note
 WHERE process_id = $1 AND phase = $2 AND step = $3 AND state = 'shown'
   AND room_id = CASE WHEN $4 = 0 THEN -$1 ELSE $4 END ORDER BY place, id LIMIT 1000;

-- stmt: THING_NOTE
SELECT id, body, col, about, COALESCE(builds_on, ''), bin, phase, step FROM note
 WHERE process_id = $1 AND id = $2 AND state = 'shown' AND room_id IN (
       SELECT -$1 UNION ALL SELECT s.id FROM sitting s WHERE s.process_id = $1 AND s.state <> 'closed');

-- stmt: THING_THEMES
SELECT id, name, col FROM theme
 WHERE process_id = $1 AND phase = $2 AND step = $3 AND merged_into IS NULL AND (room_id = $4 OR ($4 = 0 AND room_id IS NULL))
 ORDER BY place, id LIMIT 1000;

-- stmt: THING_THEME
SELECT id, name, col, phase, step FROM theme WHERE process_id = $1 AND id = $2;

-- stmt: THING_ENTRIES
SELECT id, makes, about, table_no FROM entry
 WHERE process_id = $1 AND phase = $2 AND step = $3 AND state = 'shown' AND (room_id = $4 OR ($4 = 0 AND room_id IS NULL))
 ORDER BY place, id LIMIT 1000;

-- stmt: THING_ENTRY
SELECT id, makes, about, table_no, phase, step FROM entry WHERE process_id = $1 AND id = $2 AND state = 'shown';

-- stmt: THING_FIELDS
SELECT f.entry_id, f.field, f.body, f.version FROM entry_field f JOIN entry e ON e.id = f.entry_id
 WHERE e.process_id = $1 AND e.phase = $2 AND e.step = $3 AND e.state = 'shown'
   AND (e.room_id = $4 OR ($4 = 0 AND e.room_id IS NULL)) LIMIT 20000;

-- stmt: THING_ENTRY_FIELDS
SELECT entry_id, field, body, version FROM entry_field WHERE entry_id = $1 LIMIT 200;

-- stmt: THING_CAUSES
SELECT id, body, about, COALESCE(parent, ''), is_root FROM cause
 WHERE process_id = $1 AND phase = $2 AND step = $3 AND state = 'shown' AND (room_id = $4 OR ($4 = 0 AND room_id IS NULL))
 ORDER BY is_root DESC, place, id LIMIT 1000;

-- stmt: THING_CAUSE
SELECT id, body, about, COALESCE(parent, ''), is_root, phase, step FROM cause WHERE process_id = $1 AND id = $2 AND state = 'shown';

-- stmt: THING_PLACINGS
SELECT p.target, p.across, p.up FROM map_place p
 WHERE p.process_id = $1 AND p.step = $2 AND (p.room_id = $3 OR ($3 = 0 AND p.room_id IS NULL)) LIMIT 5000;

-- Totals of closed votes of a step; those of a vote over all apart from the sittings' own.
-- stmt: THING_TOTALS
SELECT v.target, CASE WHEN s.kind = 'voting' THEN 1 ELSE 0 END, SUM(v.total)
  FROM vote_total v JOIN vote_round r ON r.id = v.round_id JOIN sitting s ON s.id = r.room_id
 WHERE r.process_id = $1 AND r.phase = $2 AND r.step = $3 AND r.kind = 'dots' AND r.state = 'closed'
   AND (r.room_id = $4 OR ($4 = 0 AND s.state = 'closed' AND s.kind <> 'rehearsal'))
 GROUP BY v.target, s.kind LIMIT 5000;

-- Answers of all sittings count together, but not those of a trial that was judged before the one that was held since.
-- stmt: THING_JUDGED_ROUNDS
SELECT r.about, r.ballot, r.seats, r.late_seats, COALESCE(s.closed_at, 0)
  FROM vote_round r JOIN sitting s ON s.id = r.room_id
 WHERE r.process_id = $1 AND r.phase = $2 AND r.step = $3 AND r.kind = 'scale' AND r.state = 'closed'
   AND (r.room_id = $4 OR ($4 = 0 AND s.state = 'closed' AND s.kind <> 'rehearsal'))
   AND ($4 <> 0 OR NOT EXISTS (SELECT 1 FROM measure_look l JOIN vote_round n ON n.about = r.about JOIN sitting m ON m.id = n.room_id
         WHERE r.about = 'measure:' || l.measure_id AND l.kind = 'trial' AND l.at >= s.closed_at AND n.process_id = r.process_id
           AND n.step = r.step AND n.kind = 'scale' AND n.state = 'closed' AND m.kind <> 'rehearsal' AND m.closed_at > l.at))
 ORDER BY r.about, r.ballot, r.id LIMIT 5000;

-- stmt: THING_JUDGED_TOTALS
SELECT r.about, r.ballot, v.target, SUM(v.total)
  FROM vote_total v JOIN vote_round r ON r.id = v.round_id JOIN sitting s ON s.id = r.room_id
 WHERE r.process_id = $1 AND r.phase = $2 AND r.step = $3 AND r.kind = 'scale' AND r.state = 'closed'
   AND (r.room_id = $4 OR ($4 = 0 AND s.state = 'closed' AND s.kind <> 'rehearsal'))
   AND ($4 <> 0 OR NOT EXISTS (SELECT 1 FROM measure_look l JOIN vote_round n ON n.about = r.about JOIN sitting m ON m.id = n.room_id
         WHERE r.about = 'measure:' || l.measure_id AND l.kind = 'trial' AND l.at >= s.closed_at AND n.process_id = r.process_id
           AND n.step = r.step AND n.kind = 'scale' AND n.state = 'closed' AND m.kind <> 'rehearsal' AND m.closed_at > l.at))
 GROUP BY r.about, r.ballot, v.target LIMIT 20000;

-- stmt: THING_K
SELECT k, unit_id FROM process WHERE id = $1;

-- Everything that names a note, when notes get new ids.
-- stmt: THING_NOTE_REFS
SELECT about FROM entry WHERE process_id = $1 AND about LIKE 'note:%'
UNION SELECT about FROM cause WHERE process_id = $1 AND about LIKE 'note:%'
UNION SELECT target FROM map_place WHERE process_id = $1 AND target LIKE 'note:%'
UNION SELECT about FROM note WHERE process_id = $1 AND room_id = -$1 AND about LIKE 'note:%'
UNION SELECT n.about FROM sitting s JOIN note n ON n.room_id = s.id WHERE s.process_id = $1 AND n.about LIKE 'note:%'
UNION SELECT 'note:' || builds_on FROM note WHERE process_id = $1 AND room_id = -$1 AND builds_on IS NOT NULL
UNION SELECT 'note:' || n.builds_on FROM sitting s JOIN note n ON n.room_id = s.id
       WHERE s.process_id = $1 AND n.builds_on IS NOT NULL
UNION SELECT v.target FROM vote_total v JOIN vote_round r ON r.id = v.round_id WHERE r.process_id = $1 AND v.target LIKE 'note:%'
UNION SELECT about FROM vote_round WHERE process_id = $1 AND about LIKE 'note:%'
UNION SELECT theme_id FROM challenge WHERE process_id = $1 AND theme_id LIKE 'note:%'
UNION SELECT thing FROM lift WHERE process_id = $1 AND thing LIKE 'note:%'
UNION SELECT thing FROM task WHERE process_id = $1 AND thing LIKE 'note:%'
LIMIT 50000;

-- stmt: THING_RENAME_ENTRY
UPDATE entry SET about = $3 WHERE process_id = $1 AND about = $2;

-- stmt: THING_RENAME_CAUSE
UPDATE cause SET about = $3 WHERE process_id = $1 AND about = $2;

-- stmt: THING_RENAME_PLACE
UPDATE map_place SET target = $3 WHERE process_id = $1 AND target = $2;

-- stmt: THING_RENAME_NOTE
UPDATE note SET about = $3 WHERE process_id = $1 AND room_id = -$1 AND about = $2;

-- stmt: THING_RENAME_OPEN_NOTE
UPDATE note SET about = $3 WHERE room_id IN (SELECT id FROM sitting WHERE process_id = $1) AND about = $2;

-- stmt: THING_RENAME_BUILDS
UPDATE note SET builds_on = $3 WHERE process_id = $1 AND room_id = -$1 AND builds_on = $2;

-- stmt: THING_RENAME_OPEN_BUILDS
UPDATE note SET builds_on = $3 WHERE room_id IN (SELECT id FROM sitting WHERE process_id = $1) AND builds_on = $2;

-- stmt: THING_RENAME_TOTAL
UPDATE vote_total SET target = $3
 WHERE target = $2 AND round_id IN (SELECT id FROM vote_round WHERE process_id = $1);

-- stmt: THING_RENAME_ROUND
UPDATE vote_round SET about = $3 WHERE process_id = $1 AND about = $2;

-- stmt: THING_RENAME_CHALLENGE
UPDATE challenge SET theme_id = $3 WHERE process_id = $1 AND theme_id = $2;

-- stmt: THING_RENAME_LIFT
UPDATE lift SET thing = $3 WHERE process_id = $1 AND thing = $2;

-- stmt: THING_RENAME_TASK
UPDATE task SET thing = $3 WHERE process_id = $1 AND thing = $2;
