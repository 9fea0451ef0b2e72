-- Runs that wrote, and each value they moved. The key of an intent may come again when all of them
-- were forgotten, and the name of a run does not: so both are compared.

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
    (SELECT count(*) FROM change
        LEFT JOIN intent ON intent.key = change.intent AND intent.run = change.run
        WHERE change.run = run.id AND COALESCE(intent.state, 'done') <> 'absent'),
    (SELECT count(DISTINCT change.kind || ' ' || change.item || ' ' || change.number) FROM change
        LEFT JOIN intent ON intent.key = change.intent AND intent.run = change.run
        WHERE change.run = run.id AND COALESCE(intent.state, 'done') <> 'absent')
FROM run
ORDER BY started_ms DESC, id
LIMIT ?1;

-- :run_by_prefix
SELECT id, repository, scope, started_ms, ended_ms, who, spec, exit, command, undoes,
    (SELECT count(*) FROM change
        LEFT JOIN intent ON intent.key = change.intent AND intent.run = change.run
        WHERE change.run = run.id AND COALESCE(intent.state, 'done') <> 'absent'),
    (SELECT count(DISTINCT change.kind || ' ' || change.item || ' ' || change.number) FROM change
        LEFT JOIN intent ON intent.key = change.intent AND intent.run = change.run
        WHERE change.run = run.id AND COALESCE(intent.state, 'done') <> 'absent')
FROM run
WHERE substr(id, 1, length(?1)) = ?1
LIMIT 2;

-- :change_add
INSERT INTO change (run, seq, kind, verb, item, number, field, before, after, at_ms, intent)
VALUES (?1, (SELECT COALESCE(max(seq), 0) + 1 FROM change WHERE run = ?1), ?2, ?3, ?4, ?5, ?6, ?7,
    ?8, ?9, ?10)
RETURNING seq;

-- :change_put
UPDATE change SET verb = ?3, number = ?4, after = ?5, intent = ?6 WHERE run = ?1 AND seq = ?2;

-- :change_drop
DELETE FROM change WHERE run = ?1 AND seq = ?2;

-- :change_forget
DELETE FROM change WHERE (run, intent) IN
    (SELECT run, key FROM intent WHERE state = 'absent' AND created_ms < ?1);

-- :change_list
SELECT change.seq, change.kind, change.verb, change.item, change.number, change.field,
    change.before, change.after, change.at_ms, COALESCE(change.intent, 0),
    COALESCE(intent.state, 'done') IN ('open', 'unknown')
FROM change LEFT JOIN intent ON intent.key = change.intent AND intent.run = change.run
WHERE change.run = ?1 AND COALESCE(intent.state, 'done') <> 'absent'
ORDER BY change.seq;

-- :change_promised
SELECT change.seq, change.kind, change.verb, change.item, change.number, change.field,
    change.before, change.after, change.at_ms, COALESCE(change.intent, 0),
    COALESCE(intent.state, 'done') IN ('open', 'unknown')
FROM run JOIN change ON change.run = run.id
    LEFT JOIN intent ON intent.key = change.intent AND intent.run = change.run
WHERE run.promise = ?1 AND run.repository = ?2 AND run.scope = ?3
    AND COALESCE(intent.state, 'done') <> 'absent'
ORDER BY change.at_ms, change.seq;

-- :run_prune
DELETE FROM run WHERE id NOT IN (SELECT id FROM run ORDER BY started_ms DESC, id LIMIT ?1);
