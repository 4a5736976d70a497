-- Sorting: notes in the columns of a step. The steps they were written in come as one text: ',these,and-those,'.

-- stmt: SORT_NOTES
SELECT id, step, col, body, '', state, place, bin, '', '', '' FROM note
 WHERE room_id = $1 AND $2 LIKE '%,' || step || ',%' AND state = 'shown' AND ($3 = 0 OR place % $4 = $3 - 1)
 ORDER BY place, id LIMIT $5;

-- stmt: SORT_COUNT
SELECT bin, COUNT(*) FROM note
 WHERE room_id = $1 AND $2 LIKE '%,' || step || ',%' AND state = 'shown' AND ($3 = 0 OR place % $4 = $3 - 1)
 GROUP BY bin LIMIT 200;

-- stmt: SORT_PUT
UPDATE note SET bin = $4 WHERE id = $1 AND room_id = $2 AND $3 LIKE '%,' || step || ',%' AND state = 'shown';
