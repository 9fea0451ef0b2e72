-- Runs that wrote, and each value they moved.

-- :run_begin
INSERT INTO run (id, repository, scope, started_ms, ended_ms, who, spec, exit)
VALUES (?1, ?2, ?3, ?4, 0, ?5, ?6, -1)
ON CONFLICT (id) DO NOTHING
RETURNING id;

-- :run_end
UPDATE run SET ended_ms = ?2, exit = ?3 WHERE id = ?1;

-- :run_list
SELECT id, repository, scope, started_ms, ended_ms, who, spec, exit,
    (SELECT count(*) FROM change WHERE change.run = run.id)
FROM run
ORDER BY started_ms DESC, id
LIMIT ?1;

-- :run_by_prefix
SELECT id, repository, scope, started_ms, ended_ms, who, spec, exit,
    (SELECT count(*) FROM change WHERE change.run = run.id)
FROM run
WHERE substr(id, 1, length(?1)) = ?1
LIMIT 2;

-- :change_add
INSERT INTO change (run, seq, kind, verb, item, number, field, before, after, at_ms)
VALUES (?1, (SELECT COALESCE(max(seq), 0) + 1 FROM change WHERE run = ?1), ?2, ?3, ?4, ?5, ?6, ?7,
    ?8, ?9)
RETURNING seq;

-- :change_list
SELECT seq, kind, verb, item, number, field, before, after, at_ms
FROM change
WHERE run = ?1
ORDER BY seq;
