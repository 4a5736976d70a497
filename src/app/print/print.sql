-- What is printed filled in.

-- stmt: PRINT_OWN_SHEET
SELECT field, body FROM own_sheet WHERE process_id = $1 AND person_id = $2 AND sheet = $3 LIMIT 60;

-- stmt: PRINT_GROUP_SHEET
SELECT field, body FROM group_input WHERE process_id = $1 AND sheet = $2 AND hidden_at IS NULL ORDER BY position, id LIMIT 500;
