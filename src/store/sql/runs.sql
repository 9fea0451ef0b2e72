-- Runs that wrote, and each value they moved.

-- :run_begin
INSERT INTO run (id, repository, scope, started_ms, ended_ms, who, spec, exit, promise, command,
    undoes)
VALUES (?1, ?2, ?3, ?4, 0, ?5, ?6, -1, ?7, ?8, ?9)
ON CONFLICT (id) DO NOTHING
RETURNING id;

-- :run_end
UPDATE run SET ended_ms = ?2, exit = ?3 WHERE id = ?1;

-- :run_list
SELECT id, repository, scope, started_ms, ended_ms, who, spec, exit, command, undoes,
    (SELECT count(*) FROM change WHERE change.run = run.id)
FROM run
ORDER BY started_ms DESC, id
LIMIT ?1;

-- :run_by_prefix
SELECT id, repository, scope, started_ms, ended_ms, who, spec, exit, command, undoes,
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

-- :change_promised
SELECT change.seq, change.kind, change.verb, change.item, change.number, change.field,
    change.before, change.after, change.at_ms
FROM run JOIN change ON change.run = run.id
WHERE run.promise = ?1 AND run.repository = ?2 AND run.scope = ?3
ORDER BY change.at_ms, change.seq;

-- :run_prune
DELETE FROM run WHERE id NOT IN (SELECT id FROM run ORDER BY started_ms DESC, id LIMIT ?1);
