-- Repositories, and what each plan last did there.

-- :repository_by_id
SELECT key, host, id, full_name, html_url, archived, has_issues, can_push, permissions_known,
    watchers, has_sub_issues, has_dependencies, has_types, highest_number, since, read_ms,
    complete_ms
FROM repository
WHERE host = ?1 AND id = ?2;

-- :repository_by_name
SELECT key, host, id, full_name, html_url, archived, has_issues, can_push, permissions_known,
    watchers, has_sub_issues, has_dependencies, has_types, highest_number, since, read_ms,
    complete_ms
FROM repository
WHERE host = ?1 AND full_name = ?2 COLLATE NOCASE
ORDER BY read_ms DESC, key DESC
LIMIT 1;

-- :repository_by_key
SELECT key, host, id, full_name, html_url, archived, has_issues, can_push, permissions_known,
    watchers, has_sub_issues, has_dependencies, has_types, highest_number, since, read_ms,
    complete_ms
FROM repository
WHERE key = ?1;

-- :repository_put
INSERT INTO repository (host, id, full_name, html_url, archived, has_issues, can_push,
    permissions_known, watchers, has_sub_issues, has_dependencies, has_types, highest_number,
    since, read_ms, complete_ms)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)
ON CONFLICT (host, id) DO UPDATE SET
    full_name = excluded.full_name, html_url = excluded.html_url, archived = excluded.archived,
    has_issues = excluded.has_issues, can_push = excluded.can_push,
    permissions_known = excluded.permissions_known, watchers = excluded.watchers,
    has_sub_issues = excluded.has_sub_issues, has_dependencies = excluded.has_dependencies,
    has_types = excluded.has_types, highest_number = excluded.highest_number,
    since = excluded.since, read_ms = excluded.read_ms, complete_ms = excluded.complete_ms
RETURNING key;

-- :repository_mark_read
UPDATE repository
SET since = COALESCE(?2, since), read_ms = ?3, complete_ms = CASE WHEN ?4 THEN ?3 ELSE complete_ms END
WHERE key = ?1;

-- :scope_load
SELECT spec_path, spec_hash, sync_ms, sync_by, sync_run, asks_proof
FROM scope
WHERE repository = ?1 AND scope = ?2;

-- :scope_put
INSERT INTO scope (repository, scope, spec_path, spec_hash, sync_ms, sync_by, sync_run, asks_proof)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
ON CONFLICT (repository, scope) DO UPDATE SET
    spec_path = excluded.spec_path, spec_hash = excluded.spec_hash, sync_ms = excluded.sync_ms,
    sync_by = excluded.sync_by, sync_run = excluded.sync_run, asks_proof = excluded.asks_proof;

-- :scope_last
SELECT s.repository, s.scope, s.spec_path, s.spec_hash, s.sync_ms, s.sync_by, s.sync_run,
    s.asks_proof
FROM scope AS s JOIN repository AS r ON r.key = s.repository
WHERE s.sync_ms > 0 OR r.read_ms > 0
ORDER BY s.sync_ms DESC, r.read_ms DESC, s.repository DESC, s.scope
LIMIT 1;

-- :scope_find
SELECT s.repository, s.scope, s.spec_path, s.spec_hash, s.sync_ms, s.sync_by, s.sync_run,
    s.asks_proof
FROM scope AS s JOIN repository AS r ON r.key = s.repository
WHERE (s.sync_ms > 0 OR r.read_ms > 0) AND (s.scope = ?1 OR (?1 IS NULL AND s.spec_path = ?2))
ORDER BY s.spec_path IS ?2 DESC, s.sync_ms DESC, r.read_ms DESC, s.repository DESC, s.scope
LIMIT 1;

-- :scope_elsewhere
SELECT r.id, r.full_name
FROM scope AS s JOIN repository AS r ON r.key = s.repository
WHERE r.host = ?1 AND s.scope = ?2 AND s.sync_ms > 0
ORDER BY r.id = ?3 DESC, s.sync_ms DESC
LIMIT 1;
