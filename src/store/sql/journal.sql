-- The journal.

-- :intent_open
INSERT INTO intent (repository, scope, run, kind, item, verb, number, nonce, method, path, body,
    state, attempts, created_ms, server_ms, sender_pid, sender_host, gone_ms, looks)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, 'open', 1, ?12, ?13, ?14, ?15, 0, 0)
RETURNING key;

-- :intent_again
UPDATE intent SET attempts = attempts + 1, state = 'open', gone_ms = 0
WHERE key = ?1 AND state IN ('open', 'unknown');

-- :intent_done
UPDATE intent SET state = 'done', number = CASE WHEN ?2 THEN ?2 ELSE number END, body = NULL
WHERE key = ?1 AND state IN ('open', 'unknown');

-- :intent_failed
UPDATE intent SET state = 'failed', reason = ?2, body = NULL
WHERE key = ?1 AND state IN ('open', 'unknown');

-- :intent_unknown
UPDATE intent SET state = 'unknown', gone_ms = CASE WHEN gone_ms THEN gone_ms ELSE ?2 END
WHERE key = ?1 AND state IN ('open', 'unknown');

-- :intent_looked
UPDATE intent SET looks = looks + 1 WHERE key = ?1 AND state = 'unknown';

-- :intent_absent
UPDATE intent SET state = 'absent', body = NULL WHERE key = ?1 AND state = 'unknown';

-- :intent_orphan
UPDATE intent SET state = 'unknown', gone_ms = ?3
WHERE repository = ?1 AND scope = ?2 AND state = 'open';

-- :intent_list_unknown
SELECT key, state, repository, scope, run, kind, item, verb, number, nonce, method, path, body,
    attempts, created_ms, server_ms, sender_pid, sender_host, gone_ms, looks, reason,
    coalesce((SELECT max(before.number) FROM intent AS before
        WHERE before.repository = intent.repository AND before.key < intent.key
            AND before.kind = 'issue' AND before.state = 'done'), 0)
FROM intent
WHERE repository = ?1 AND scope = ?2 AND state = 'unknown'
ORDER BY key;

-- :intent_by_nonce
SELECT key, state, repository, scope, run, kind, item, verb, number, nonce, method, path, body,
    attempts, created_ms, server_ms, sender_pid, sender_host, gone_ms, looks, reason, 0
FROM intent
WHERE nonce = ?1;

-- :intent_count_pending
SELECT count(*) FROM intent
WHERE repository = ?1 AND scope = ?2 AND state IN ('open', 'unknown');

-- :intent_last
SELECT created_ms FROM intent ORDER BY key DESC LIMIT 1;

-- :intent_prune
DELETE FROM intent WHERE state IN ('done', 'failed', 'absent') AND created_ms < ?1;
