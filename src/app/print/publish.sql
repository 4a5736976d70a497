-- Published reports.

-- stmt: PUBLISHED_LIST
SELECT r.id, r.process_id, r.kind, r.lang, r.stamp, r.made_at, COALESCE(r.agreement_id, 0), COALESCE(r.published_at, 0),
       COALESCE(r.withdrawn_at, 0), COALESCE(g.state, ''), ''
  FROM published_report r LEFT JOIN agreement g ON g.id = r.agreement_id
 WHERE r.process_id = $1 AND ($2 = 0 OR (r.published_at IS NOT NULL AND r.withdrawn_at IS NULL))
 ORDER BY COALESCE(r.published_at, r.made_at) DESC, r.id DESC LIMIT 100;

-- stmt: PUBLISHED_GET
SELECT r.id, r.process_id, r.kind, r.lang, r.stamp, r.made_at, COALESCE(r.agreement_id, 0), COALESCE(r.published_at, 0),
       COALESCE(r.withdrawn_at, 0), COALESCE(g.state, ''), r.body
  FROM published_report r LEFT JOIN agreement g ON g.id = r.agreement_id WHERE r.process_id = $1 AND r.id = $2;

-- stmt: PUBLISHED_ADD
INSERT INTO published_report (process_id, kind, lang, stamp, body, made_at) VALUES ($1, $2, $3, $4, $5, $6) RETURNING id;

-- stmt: PUBLISHED_ASKED
UPDATE published_report SET agreement_id = $2 WHERE id = $1;

-- stmt: PUBLISHED_OUT
UPDATE published_report SET published_at = $3 WHERE id = $1 AND process_id = $2 AND published_at IS NULL;

-- stmt: PUBLISHED_WITHDRAW
UPDATE published_report SET withdrawn_at = $3 WHERE id = $1 AND process_id = $2 AND published_at IS NOT NULL AND withdrawn_at IS NULL;
