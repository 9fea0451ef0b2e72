-- The budget of creations, and validators of list pages.

-- :budget_add
INSERT INTO budget (host, account, at_ms) VALUES (?1, ?2, ?3);

-- :budget_list
SELECT at_ms FROM budget WHERE host = ?1 AND account = ?2 AND at_ms >= ?3 ORDER BY at_ms;

-- :budget_prune
DELETE FROM budget WHERE at_ms < ?1;

-- :validator_list
SELECT url, etag, next FROM validator WHERE repository = ?1 AND account = ?2 ORDER BY url;

-- :validator_put
INSERT INTO validator (repository, account, url, etag, next)
VALUES (?1, ?2, ?3, ?4, ?5)
ON CONFLICT (repository, account, url) DO UPDATE SET etag = excluded.etag, next = excluded.next
WHERE (etag, next) IS NOT (excluded.etag, excluded.next);

-- :validator_drop
DELETE FROM validator WHERE repository = ?1 AND account = ?2 AND url = ?3;

-- :validator_drop_all
DELETE FROM validator WHERE repository = ?1;
