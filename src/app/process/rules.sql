-- Ground rules.

-- stmt: RULES
SELECT id, body FROM ground_rule WHERE process_id = $1 ORDER BY position, id LIMIT 40;

-- stmt: RULE_CHANGE_BODY
UPDATE ground_rule SET body = $3 WHERE id = $1 AND process_id = $2;

-- stmt: RULE_PLACE
UPDATE ground_rule SET position = $3 WHERE id = $1 AND process_id = $2;

-- stmt: RULE_DELETE
DELETE FROM ground_rule WHERE id = $1 AND process_id = $2;
