-- The red thread: what is about what. Texts of notes are not read here.

-- stmt: WAY_CHOICES
SELECT id, title, kind, theme_id, state, reason, phase FROM challenge WHERE process_id = $1 AND state <> 'proposed'
 ORDER BY CASE WHEN state IN ('chosen', 'added') THEN 0 ELSE 1 END, CASE WHEN rank = 0 THEN 1 ELSE 0 END, rank, title, id LIMIT 1000;

-- stmt: WAY_THEMES
SELECT t.id, t.name, COALESCE(t.merged_into, ''), t.phase,
       t.notes_gone + (SELECT COUNT(*) FROM note n WHERE n.theme_id = t.id AND n.state = 'shown')
  FROM theme t WHERE t.process_id = $1 AND t.room_id IS NULL ORDER BY t.place, t.id LIMIT 1000;

-- stmt: WAY_CAUSES
SELECT id, about, COALESCE(parent, ''), body, is_root FROM cause
 WHERE process_id = $1 AND room_id IS NULL AND state = 'shown' ORDER BY place, id LIMIT 2000;

-- stmt: WAY_ENTRIES
SELECT id, makes, about FROM entry WHERE process_id = $1 AND room_id IS NULL AND state = 'shown' ORDER BY place, id LIMIT 2000;

-- What was set aside or erased still leads back.
-- stmt: WAY_IDEAS
SELECT id, about, COALESCE(builds_on, ''), phase, step, state FROM note
 WHERE process_id = $1 AND room_id = -$1 AND (about <> '' OR builds_on IS NOT NULL) ORDER BY id LIMIT 5000;
