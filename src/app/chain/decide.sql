-- Choosing without a ballot.

-- stmt: DECISION_PROPOSE
INSERT INTO challenge (process_id, phase, pick, kind, theme_id, title, rank, state, wish, reason, answer)
VALUES ($1, $2, $3, $4, $5, $6, $7, 'proposed', $8, $9, $10);

-- stmt: DECISION_PACK
SELECT m.pack FROM process p JOIN method_pack m ON m.hash = p.method_hash WHERE p.id = $1;
