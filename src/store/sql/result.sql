-- Answers of checks.

-- :result_find
SELECT verdict, message, lines, path, line, col FROM result WHERE key = ?1;

-- :result_put
INSERT OR REPLACE INTO result (key, verdict, message, lines, path, line, col, made_ms)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8);

-- :result_prune
DELETE FROM result WHERE made_ms < ?1;
