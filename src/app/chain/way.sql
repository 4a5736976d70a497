-- The red thread: what is about what. Texts of notes are not read here.

-- stmt: WAY_CHOICES
SELECT id, title, kind, theme_id FROM challenge WHERE process_id = $1 AND state IN ('chosen', 'added')
 ORDER BY CASE WHEN rank = 0 THEN 1 ELSE 0 END, rank, title, id LIMIT 200;

-- stmt: WAY_THEME_NOTES
SELECT t.name, (SELECT COUNT(*) FROM note n WHERE n.state = 'shown'
   AND (n.theme_id = t.id OR n.theme_id IN (SELECT m.id FROM theme m WHERE m.merged_into = t.id)))
  FROM theme t WHERE t.id = $1 AND t.process_id = $2;

-- stmt: WAY_CAUSES
SELECT id, about, COALESCE(parent, ''), body, is_root FROM cause
 WHERE process_id = $1 AND room_id IS NULL AND state = 'shown' ORDER BY place, id LIMIT 2000;

-- stmt: WAY_ENTRIES
SELECT id, makes, about FROM entry WHERE process_id = $1 AND room_id IS NULL AND state = 'shown' ORDER BY place, id LIMIT 2000;

-- stmt: WAY_IDEAS
SELECT id, about, COALESCE(builds_on, '') FROM note
 WHERE process_id = $1 AND room_id IS NULL AND state = 'shown' AND (about <> '' OR builds_on IS NOT NULL) ORDER BY id LIMIT 5000;

-- stmt: WAY_LIFTS
SELECT id, thing, what FROM lift WHERE process_id = $1 ORDER BY id LIMIT 200;
