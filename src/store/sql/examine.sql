-- What `doctor` counts.

-- :examine_pending
SELECT count(*), COALESCE(min(created_ms), 0) FROM intent
WHERE repository = ?1 AND scope = ?2 AND state IN ('open', 'unknown');

-- :examine_runs
-- A sync that came to its end since then has gone on where they stopped.
SELECT count(*), COALESCE(max(started_ms), 0) FROM run
WHERE repository = ?1 AND scope = ?2 AND ended_ms = 0 AND started_ms > COALESCE(
    (SELECT sync_ms FROM scope WHERE repository = ?1 AND scope = ?2), 0);
