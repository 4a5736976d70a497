-- What is released. Whatever is about a measure looks at `sensitive` first: such a wording is there for nobody.

-- stmt: RELEASED_LIST
SELECT i.id, i.measure_id, i.measure_version, i.replaces_id, COALESCE(i.next_at, 0), COALESCE(i.agreement_id, 0), i.version, i.written_at,
       COALESCE(i.released_at, 0), COALESCE(i.ended_at, 0), i.thing, i.said, i.does, i.status, i.came, i.area, i.lang, i.state, i.trying,
       COALESCE(g.state, ''), COALESCE(m.version, 0),
       (SELECT COUNT(*) FROM released_item d WHERE d.replaces_id = i.id AND d.state = 'draft')
  FROM released_item i LEFT JOIN agreement g ON g.id = i.agreement_id LEFT JOIN measure m ON m.id = i.measure_id
 WHERE i.process_id = $1 AND (i.id = $2 OR $2 = -1) AND (i.measure_id = 0 OR m.sensitive = 0)
   AND ((i.state IN ('draft', 'released') AND $3 <> 1) OR (i.state IN ('replaced', 'withdrawn') AND $3 <> 0))
 ORDER BY COALESCE(i.ended_at, i.released_at, i.written_at) DESC, i.id DESC LIMIT 200;

-- stmt: RELEASED_COUNT
SELECT COUNT(*) FROM released_item WHERE process_id = $1 AND state IN ('draft', 'released');

-- stmt: RELEASED_ADD
INSERT INTO released_item (process_id, thing, measure_id, measure_version, replaces_id, area, said, does, status, next_at, came, trying, lang,
  written_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) RETURNING id;

-- stmt: RELEASED_SET
UPDATE released_item SET said = $4, does = $5, status = $6, next_at = $7, came = $8, trying = $9, area = $10, lang = $11,
  measure_version = $12, agreement_id = NULL, version = version + 1
 WHERE id = $1 AND process_id = $2 AND version = $3 AND state = 'draft'
   AND NOT EXISTS (SELECT 1 FROM agreement g WHERE g.id = released_item.agreement_id AND g.state IN ('open', 'raised'));

-- stmt: RELEASED_DROP
DELETE FROM released_item WHERE id = $1 AND process_id = $2 AND state = 'draft'
   AND NOT EXISTS (SELECT 1 FROM agreement g WHERE g.id = released_item.agreement_id AND g.state IN ('open', 'raised'));

-- stmt: RELEASED_WITHDRAW
UPDATE released_item SET state = 'withdrawn', ended_at = $3 WHERE id = $1 AND process_id = $2 AND state = 'released';

-- A draft that was to take its place stands on its own feet then.
-- stmt: RELEASED_UNLINK
UPDATE released_item SET replaces_id = 0 WHERE process_id = $1 AND replaces_id = $2 AND state = 'draft';

-- stmt: RELEASED_MARK
UPDATE released_item SET agreement_id = $3 WHERE id = $1 AND process_id = $2 AND state = 'draft';

-- stmt: RELEASED_REPLACE
UPDATE released_item SET state = 'replaced', ended_at = $2
 WHERE state = 'released' AND id IN (SELECT n.replaces_id FROM released_item n WHERE n.agreement_id = $1 AND n.state = 'draft');

-- stmt: RELEASED_OUT_NOW
UPDATE released_item SET state = 'released', released_at = $2 WHERE agreement_id = $1 AND state = 'draft';

-- stmt: RELEASED_PUBLIC
SELECT i.id, i.measure_id, i.measure_version, i.replaces_id, COALESCE(i.next_at, 0), COALESCE(i.agreement_id, 0), i.version, i.written_at,
       COALESCE(i.released_at, 0), COALESCE(i.ended_at, 0), i.thing, i.said, i.does, i.status, i.came, i.area, i.lang, i.state, i.trying,
       '', i.measure_version, 0
  FROM released_item i
 WHERE i.process_id = $1 AND i.state = 'released'
   AND (i.measure_id = 0 OR EXISTS (SELECT 1 FROM measure m WHERE m.id = i.measure_id AND m.sensitive = 0))
 ORDER BY i.trying DESC, i.released_at DESC, i.id DESC LIMIT 60;

-- stmt: RELEASED_LINKS
SELECT id, process_id, kind, place, shows, days, created, expires, COALESCE(revoked_at, 0) FROM released_link
 WHERE process_id = $1 AND expires > $2 AND (revoked_at IS NULL OR revoked_at > $2) ORDER BY kind, id LIMIT 60;

-- stmt: RELEASED_LINKS_WORKING
SELECT COUNT(*) FROM released_link WHERE process_id = $1 AND expires > $2 AND revoked_at IS NULL;

-- stmt: RELEASED_LINK_FIND
SELECT id, process_id, kind, place, shows, days, created, expires, COALESCE(revoked_at, 0) FROM released_link
 WHERE token_hash = $1 AND kind = $2;

-- stmt: RELEASED_LINK_ADD
INSERT INTO released_link (process_id, kind, token_hash, place, shows, days, created, expires) VALUES ($1, $2, $3, $4, $5, $6, $7, $8);

-- stmt: RELEASED_LINK_GET
SELECT id, process_id, kind, place, shows, days, created, expires, COALESCE(revoked_at, 0) FROM released_link
 WHERE id = $1 AND process_id = $2;

-- stmt: RELEASED_LINK_RENEW
UPDATE released_link SET expires = $3 WHERE id = $1 AND process_id = $2 AND revoked_at IS NULL AND expires > $4;

-- stmt: RELEASED_LINK_REVOKE
UPDATE released_link SET revoked_at = $3 WHERE id = $1 AND process_id = $2 AND revoked_at IS NULL;

-- An ended one is kept for a while, so that its reader is told so.
-- stmt: EXPIRE_RELEASED_LINKS
DELETE FROM released_link WHERE id IN (SELECT id FROM released_link WHERE expires < $1 OR revoked_at < $1 LIMIT 500);

-- stmt: EXPIRE_RELEASED_LINKS_DUE
SELECT COUNT(*) FROM released_link WHERE expires < $1 OR revoked_at < $1;
