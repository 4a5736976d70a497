-- Choosing without a ballot.

-- stmt: DECISION_PROPOSE
INSERT INTO challenge (process_id, phase, pick, kind, theme_id, title, rank, state, wish, reason, answer)
VALUES ($1, $2, $3, $4, $5, $6, $7, 'proposed', $8, $9, $10);
