-- What `doctor` counts.

-- :examine_pending
SELECT count(*), COALESCE(min(created_ms), 0) FROM intent
WHERE repository = ?1 AND scope = ?2 AND state IN ('open', 'unknown');

-- :examine_runs
SELECT count(*), COALESCE(max(started_ms), 0) FROM run
WHERE repository = ?1 AND scope = ?2 AND ended_ms = 0;
