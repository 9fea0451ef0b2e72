-- Items and their bases.

-- :item_room
-- Never less than there are items.
SELECT max(key) FROM item;

-- :item_list
SELECT key, kind, id, number, db_id, pristine, ticks, block_source, marks
FROM item NOT INDEXED
WHERE repository = ?1 AND scope = ?2
ORDER BY key;

-- :base_list
SELECT item, field, spec_known, spec, remote_known, remote
FROM base
WHERE item BETWEEN ?1 AND ?2
ORDER BY item;

-- :item_bind
INSERT INTO item (repository, scope, kind, id, number, db_id, pristine, in_plan)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, 0)
ON CONFLICT (repository, scope, kind, id) DO UPDATE SET
    number = excluded.number, db_id = excluded.db_id,
    pristine = min(pristine, excluded.pristine)
WHERE (number, db_id, pristine)
    IS NOT (excluded.number, excluded.db_id, min(pristine, excluded.pristine));

-- :item_key
SELECT key FROM item WHERE repository = ?1 AND scope = ?2 AND kind = ?3 AND id = ?4;

-- :item_ticks
UPDATE item SET ticks = ?2 WHERE key = ?1 AND ticks IS NOT ?2;

-- :item_block_source
UPDATE item SET block_source = ?2 WHERE key = ?1 AND block_source IS NOT ?2;

-- :item_marks
UPDATE item SET marks = ?2 WHERE key = ?1 AND marks IS NOT ?2;

-- :base_put
INSERT INTO base (item, field, spec_known, spec, remote_known, remote)
VALUES (?1, ?2, ?3, ?4, ?5, ?6)
ON CONFLICT (item, field) DO UPDATE SET
    spec = CASE WHEN excluded.spec_known THEN excluded.spec ELSE spec END,
    spec_known = max(spec_known, excluded.spec_known),
    remote = CASE WHEN excluded.remote_known THEN excluded.remote ELSE remote END,
    remote_known = max(remote_known, excluded.remote_known)
WHERE (excluded.spec_known AND (NOT spec_known OR spec IS NOT excluded.spec))
    OR (excluded.remote_known AND (NOT remote_known OR remote IS NOT excluded.remote));

-- :item_rename
UPDATE item SET id = ?5 WHERE repository = ?1 AND scope = ?2 AND kind = ?3 AND id = ?4;

-- :item_drop
DELETE FROM item WHERE repository = ?1 AND scope = ?2 AND kind = ?3 AND id = ?4;
