-- Answers of checks by what they were asked of: the kind and its version, the parameters, the chain of
-- migrations and the ids of the files read, all in `key`. Losing it costs one run of the checks.
CREATE TABLE result (
    key TEXT NOT NULL PRIMARY KEY,
    verdict TEXT NOT NULL,
    message TEXT,
    lines TEXT NOT NULL,
    path TEXT,
    line INTEGER NOT NULL,
    col INTEGER NOT NULL,
    made_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX result_made ON result (made_ms);
