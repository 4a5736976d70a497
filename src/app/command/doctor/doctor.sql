-- What medvirk doctor asks the database.

-- stmt: DOCTOR_LEFTOVERS
SELECT (SELECT COUNT(*) FROM seat WHERE room_id NOT IN (SELECT id FROM sitting WHERE state <> 'closed')),
       (SELECT COUNT(*) FROM vote WHERE round_id IN (SELECT r.id FROM vote_round r JOIN sitting s ON s.id = r.room_id WHERE s.state = 'closed')),
       (SELECT COUNT(*) FROM room_key WHERE room_id NOT IN (SELECT id FROM sitting WHERE state <> 'closed')),
       (SELECT COUNT(*) FROM note WHERE edit_hash IS NOT NULL AND room_id NOT IN (SELECT id FROM sitting WHERE state <> 'closed')),
       (SELECT COUNT(*) FROM note_gone WHERE room_id NOT IN (SELECT id FROM sitting WHERE state <> 'closed')),
       (SELECT COUNT(*) FROM event WHERE room_id NOT IN (SELECT id FROM sitting WHERE state <> 'closed')),
       (SELECT COUNT(*) FROM vote_slip WHERE room_id NOT IN (SELECT id FROM sitting WHERE state <> 'closed')),
       (SELECT COUNT(*) FROM second_tap WHERE room_id NOT IN (SELECT id FROM sitting WHERE state <> 'closed')),
       (SELECT COUNT(*) FROM seat_sheet WHERE room_id NOT IN (SELECT id FROM sitting WHERE state <> 'closed')),
       (SELECT COUNT(*) FROM seat_sheet_field WHERE room_id NOT IN (SELECT id FROM sitting WHERE state <> 'closed'));

-- stmt: DOCTOR_OPEN_ROOMS
SELECT COUNT(*) FROM sitting WHERE state = 'open';

-- stmt: DOCTOR_TIME
SELECT 0;

-- stmt: DOCTOR_TIME @postgres
SELECT CAST(FLOOR(EXTRACT(EPOCH FROM clock_timestamp())) AS BIGINT);

-- stmt: DOCTOR_SERVER
SELECT '', '' WHERE 1 = 0;

-- stmt: DOCTOR_SERVER @postgres
SELECT name, setting FROM pg_settings WHERE name IN ('fsync', 'full_page_writes', 'synchronous_commit', 'log_statement',
  'log_min_duration_statement', 'log_min_duration_sample', 'log_transaction_sample_rate', 'log_error_verbosity', 'log_parameter_max_length_on_error', 'archive_mode',
  'server_encoding') ORDER BY name LIMIT 50;
