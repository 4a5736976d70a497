-- Method packs in the database.

-- stmt: PACK_KEEP
INSERT INTO method_pack (hash, name, pack, created) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING;

-- stmt: PACK_BYTES
SELECT pack FROM method_pack WHERE hash = $1;

-- stmt: PROCESS_PACK_HASH
SELECT method_hash FROM process WHERE id = $1;
