-- From notes to what was chosen, over all sittings of a phase. Notes and themes here belong to closed sittings: a note's room_id is
-- the process's id with a minus, that of everything else NULL.

-- stmt: CHAIN_THEMES
SELECT t.id, t.step, t.name, t.said, COALESCE(t.merged_into, ''), t.on_vote, t.made,
       t.notes_gone + (SELECT COUNT(*) FROM note n WHERE n.theme_id = t.id AND n.state = 'shown')
  FROM theme t WHERE t.process_id = $1 AND t.phase = $2 AND t.room_id IS NULL ORDER BY t.place, t.id LIMIT 4000;

-- stmt: CHAIN_THEME
SELECT step, name, said, COALESCE(merged_into, ''), made FROM theme
 WHERE id = $1 AND process_id = $2 AND phase = $3 AND room_id IS NULL;

-- stmt: CHAIN_ROUNDS
SELECT r.id, r.step, r.ballot, r.seats, s.kind, r.late_seats FROM vote_round r JOIN sitting s ON s.id = r.room_id
 WHERE r.process_id = $1 AND r.phase = $2 AND r.kind = 'dots' AND r.state = 'closed' AND s.state = 'closed'
   AND s.kind <> 'rehearsal' LIMIT 500;

-- stmt: CHAIN_TOTALS
SELECT v.round_id, v.target, v.total FROM vote_total v JOIN vote_round r ON r.id = v.round_id
 WHERE r.process_id = $1 AND r.phase = $2 AND r.kind = 'dots' AND r.state = 'closed' LIMIT 40000;

-- stmt: CHAIN_LOOSE_COUNT
SELECT COUNT(*) FROM note
 WHERE process_id = $1 AND phase = $2 AND step = $3 AND room_id = -$1 AND theme_id IS NULL AND state = 'shown';

-- stmt: CHAIN_NOTES
SELECT id, step, col, body, COALESCE(theme_id, ''), place FROM note
 WHERE process_id = $1 AND phase = $2 AND room_id = -$1 AND state = 'shown' ORDER BY place, id LIMIT 5000;

-- stmt: CHAIN_NOTES_ASIDE
SELECT id, body, COALESCE(aside_reason, '') FROM note
 WHERE process_id = $1 AND phase = $2 AND room_id = -$1 AND state = 'aside' AND aside_reason <> 'unseen'
 ORDER BY place, id LIMIT 500;

-- stmt: CHAIN_NOTE_THEME
UPDATE note SET theme_id = $4
 WHERE id = $1 AND process_id = $2 AND phase = $3 AND room_id = -$2 AND state = 'shown';

-- stmt: CHAIN_NOTE_BACK
UPDATE note SET state = 'shown', aside_reason = NULL
 WHERE id = $1 AND process_id = $2 AND phase = $3 AND room_id = -$2 AND state = 'aside' AND aside_reason <> 'unseen';

-- stmt: CHAIN_THEME_ADD
INSERT INTO theme (id, process_id, phase, step, col, name, made, place) VALUES ($1, $2, $3, $4, $5, $6, $7, $8);

-- stmt: CHAIN_THEME_INTO
UPDATE theme SET merged_into = $2 WHERE id = $1 AND room_id IS NULL AND merged_into IS NULL;

-- stmt: CHAIN_THEME_OUT
UPDATE theme SET merged_into = $2 WHERE id = $1 AND room_id IS NULL;

-- stmt: CHAIN_THEME_PARTS
SELECT id FROM theme WHERE merged_into = $1 LIMIT 200;

-- stmt: CHAIN_THEME_EMPTY
DELETE FROM theme WHERE id = $1 AND made = 1
   AND NOT EXISTS (SELECT 1 FROM theme t WHERE t.merged_into = $1)
   AND NOT EXISTS (SELECT 1 FROM note n WHERE n.theme_id = $1)
   AND NOT EXISTS (SELECT 1 FROM vote_total v WHERE v.target = $1)
   AND NOT EXISTS (SELECT 1 FROM challenge c WHERE c.theme_id = $1);

-- stmt: CHAIN_THEME_NAME
UPDATE theme SET name = $2, said = CASE WHEN said <> '' OR made = 1 THEN said ELSE name END WHERE id = $1 AND room_id IS NULL;

-- stmt: CHAIN_THEME_ON_VOTE
UPDATE theme SET on_vote = $2 WHERE id = $1 AND room_id IS NULL;

-- A vote over all sittings that has begun: from then on the themes stand.
-- stmt: CHAIN_VOTING
SELECT state FROM sitting WHERE process_id = $1 AND phase = $2 AND kind = 'voting' AND state <> 'planned' LIMIT 1;

-- stmt: CHAIN_SITTINGS
SELECT state, COUNT(*) FROM sitting WHERE process_id = $1 AND phase = $2 AND session = $3 AND kind IN ('staff', 'own', 'voting')
 GROUP BY state LIMIT 10;

-- Only the sittings' own numbers of small ones tell whether anything was said there at all.
-- stmt: CHAIN_PAPER_NOTES
SELECT COALESCE(SUM(paper_notes), 0) FROM sitting WHERE process_id = $1 AND phase = $2 AND state = 'closed' AND kind <> 'rehearsal';

-- stmt: CHALLENGES
SELECT id, pick, kind, theme_id, title, votes, rank, state, wish, reason, decided_at, phase, answer FROM challenge
 WHERE process_id = $1 AND phase = $2 ORDER BY CASE WHEN rank = 0 THEN 1 ELSE 0 END, rank, title, id LIMIT 500;

-- stmt: CHALLENGE_GET
SELECT id, pick, kind, theme_id, title, votes, rank, state, wish, reason, decided_at, phase, answer FROM challenge
 WHERE id = $1 AND process_id = $2;

-- stmt: CHALLENGE_PROPOSE
INSERT INTO challenge (process_id, phase, pick, kind, theme_id, title, votes, rank, state, wish, reason)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'proposed', $9, $10);

-- stmt: CHALLENGE_FORGET_PROPOSED
DELETE FROM challenge WHERE process_id = $1 AND phase = $2 AND state = 'proposed';

-- What was decided before and is decided again keeps its id: later phases build on it.
-- stmt: CHALLENGE_AGAIN
UPDATE challenge SET state = $4, title = $5, votes = $6, rank = $7, reason = $8, decided_at = $9, answer = $10
 WHERE process_id = $1 AND pick = $2 AND theme_id = $3 AND state <> 'proposed';

-- stmt: CHALLENGE_DECIDE
UPDATE challenge SET state = wish, decided_at = $2 WHERE id = $1 AND state = 'proposed';

-- stmt: CHALLENGE_DROP
DELETE FROM challenge WHERE id = $1 AND state = 'proposed';

-- stmt: CHALLENGES_DECIDED
SELECT COUNT(*) FROM challenge WHERE process_id = $1 AND phase = $2 AND state <> 'proposed';

-- stmt: OPENING_NEWEST
SELECT o.id, o.asked_by, o.asked_as, o.asked_at, o.opened_by, o.opened_as, o.opened_at, p.name, COALESCE(q.name, '')
  FROM note_opening o JOIN person p ON p.id = o.asked_by LEFT JOIN person q ON q.id = o.opened_by
 WHERE o.process_id = $1 AND o.phase = $2 ORDER BY o.id DESC LIMIT 1;

-- stmt: OPENING_ASK
INSERT INTO note_opening (process_id, phase, asked_by, asked_as, asked_at, opened_by, opened_as, opened_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8);

-- stmt: OPENING_CONFIRM
UPDATE note_opening SET opened_by = $2, opened_as = $3, opened_at = $4 WHERE id = $1 AND opened_by IS NULL;

-- stmt: HANDLE_LIST
SELECT h.id, h.body, h.reason, h.about_leader, h.owner_id, h.due_at, h.opened, h.handled_at, COALESCE(p.name, '')
  FROM handle_item h LEFT JOIN person p ON p.id = h.owner_id
 WHERE h.process_id = $1 ORDER BY CASE WHEN h.handled_at IS NULL THEN 0 ELSE 1 END, h.opened, h.id LIMIT 500;

-- stmt: HANDLE_OPEN_AT
SELECT h.process_id, h.about_leader, COALESCE(h.owner_id, 0), COALESCE(h.due_at, 0)
  FROM process p JOIN handle_item h ON h.process_id = p.id
 WHERE p.unit_id = $1 AND h.handled_at IS NULL ORDER BY h.process_id, h.id LIMIT 500;

-- stmt: HANDLE_GET
SELECT about_leader, COALESCE(owner_id, 0), COALESCE(due_at, 0), COALESCE(handled_at, 0) FROM handle_item
 WHERE id = $1 AND process_id = $2;

-- stmt: HANDLE_SET
UPDATE handle_item SET owner_id = $2, due_at = $3, handled_at = $4 WHERE id = $1;

-- Gatherings with staff that are still to come, by time.
-- stmt: CHAIN_COMING
SELECT id, phase, session, kind, label, starts_at, COALESCE(ends_at, 0), place, moved FROM sitting
 WHERE process_id = $1 AND kind IN ('staff', 'own', 'voting') AND state IN ('planned', 'open', 'broken') AND starts_at > $2
 ORDER BY starts_at, id LIMIT 50;

-- stmt: CHAIN_PHASE_DATE
SELECT meet_at, place FROM process_phase WHERE process_id = $1 AND phase = $2;

-- stmt: CHAIN_ROOM_ROUNDS
SELECT id, step, ballot, seats, late_seats FROM vote_round
 WHERE room_id = $1 AND kind = 'dots' AND state = 'closed' ORDER BY id LIMIT 50;

-- stmt: CHAIN_ROUND_TOTALS
SELECT t.name, v.total FROM vote_total v JOIN theme t ON t.id = v.target
 WHERE v.round_id = $1 AND v.total > 0 ORDER BY v.total DESC, t.name LIMIT 200;

-- stmt: ERASE_LIST
SELECT e.target, e.kind, e.by_person, e.by_leader, p.name,
       COALESCE(CASE WHEN e.kind = 'theme' THEN (SELECT CASE WHEN t.said <> '' THEN t.said ELSE t.name END FROM theme t WHERE t.id = e.target)
                     ELSE (SELECT n.body FROM note n WHERE n.room_id = -e.process_id AND n.id = e.target) END, ''), e.phase
  FROM erase_ask e JOIN person p ON p.id = e.by_person
 WHERE e.process_id = $1 AND e.phase = $2 AND e.kind IN ('note', 'theme') ORDER BY e.target LIMIT 200;

-- Sheets bring their text from ERASE_SHEETS.
-- stmt: ERASE_MADE_LIST
SELECT e.target, e.kind, e.by_person, e.by_leader, p.name, COALESCE((SELECT c.body FROM cause c WHERE c.id = e.target), ''), e.phase
  FROM erase_ask e JOIN person p ON p.id = e.by_person
 WHERE e.process_id = $1 AND e.kind IN ('cause', 'entry') ORDER BY e.target LIMIT 200;

-- What was filled in about a sensitive measure is its card's alone.
-- stmt: ERASE_SHEETS
SELECT e.id, e.phase, e.step, f.field, f.body FROM entry e JOIN entry_field f ON f.entry_id = e.id
 WHERE e.process_id = $1 AND e.room_id IS NULL AND e.state = 'shown' AND f.body <> ''
   AND NOT EXISTS (SELECT 1 FROM measure m WHERE m.sensitive = 1
     AND (m.thing = 'entry:' || e.id OR e.about = 'measure:' || CAST(m.id AS TEXT)))
 ORDER BY e.phase, e.step, e.place, e.id, f.field LIMIT 20000;

-- stmt: ERASE_GET
SELECT by_person, by_leader FROM erase_ask WHERE target = $1;

-- stmt: ERASE_ASK
INSERT INTO erase_ask (target, process_id, phase, kind, by_person, by_leader) VALUES ($1, $2, $3, $4, $5, $6);

-- stmt: ERASE_FORGET
DELETE FROM erase_ask WHERE target = $1;

-- stmt: ERASE_FORGET_PHASE
DELETE FROM erase_ask WHERE process_id = $1 AND phase = $2 AND kind <> 'theme';

-- stmt: ERASE_FIND
SELECT 'note', body FROM note WHERE id = $1 AND process_id = $2 AND phase = $3 AND room_id = -$2 AND state <> 'erased'
UNION ALL
SELECT 'cause', body FROM cause WHERE id = $1 AND process_id = $2 AND phase = $3 AND room_id IS NULL AND state = 'shown'
UNION ALL
SELECT 'entry', '' FROM entry e WHERE e.id = $1 AND e.process_id = $2 AND e.phase = $3 AND e.room_id IS NULL AND e.state = 'shown'
   AND NOT EXISTS (SELECT 1 FROM measure m WHERE m.sensitive = 1
     AND (m.thing = 'entry:' || e.id OR e.about = 'measure:' || CAST(m.id AS TEXT)))
LIMIT 1;

-- stmt: ERASE_NOTE
UPDATE note SET state = 'erased', body = '', aside_reason = NULL, theme_id = NULL WHERE process_id = $2 AND room_id = -$2 AND id = $1;

-- stmt: ERASE_THEME
UPDATE theme SET said = '' WHERE id = $1;

-- stmt: ERASE_CAUSE
UPDATE cause SET state = 'erased', body = '', aside_reason = NULL WHERE id = $1;

-- stmt: ERASE_ENTRY
UPDATE entry SET state = 'erased' WHERE id = $1;

-- stmt: ERASE_ENTRY_FIELDS
DELETE FROM entry_field WHERE entry_id = $1;

-- Where the text was copied to. What became a measure goes by the measure's name, which its card can change.
-- stmt: ERASE_CHALLENGE
UPDATE challenge SET title = COALESCE((SELECT m.title FROM measure m WHERE m.thing = $2 AND m.sensitive = 0), $3)
 WHERE process_id = $1 AND theme_id = $2;

-- stmt: ERASE_TASK
UPDATE task SET body = $3 WHERE process_id = $1 AND thing = $2;

-- stmt: ERASE_LIFT
UPDATE lift SET what = $3 WHERE process_id = $1 AND thing = $2;
