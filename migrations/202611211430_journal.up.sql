-- What was about to be written and what came of it; committed before anything is sent.
CREATE TABLE intent (
    key INTEGER PRIMARY KEY,
    repository INTEGER NOT NULL REFERENCES repository (key) ON DELETE CASCADE,
    scope TEXT NOT NULL,
    run TEXT NOT NULL,
    kind TEXT NOT NULL,
    item TEXT NOT NULL,
    verb TEXT NOT NULL,
    number INTEGER NOT NULL,
    nonce TEXT UNIQUE,
    method TEXT NOT NULL,
    path TEXT NOT NULL,
    body TEXT,
    state TEXT NOT NULL CHECK (state IN ('open', 'done', 'failed', 'unknown', 'absent')),
    attempts INTEGER NOT NULL,
    created_ms INTEGER NOT NULL,
    server_ms INTEGER NOT NULL,
    sender_pid INTEGER NOT NULL,
    sender_host TEXT,
    gone_ms INTEGER NOT NULL,
    looks INTEGER NOT NULL,
    reason TEXT
) STRICT;

CREATE INDEX intent_pending ON intent (repository, scope) WHERE state IN ('open', 'unknown');

CREATE TABLE run (
    id TEXT PRIMARY KEY,
    repository INTEGER NOT NULL REFERENCES repository (key) ON DELETE CASCADE,
    scope TEXT NOT NULL,
    started_ms INTEGER NOT NULL,
    ended_ms INTEGER NOT NULL,
    who TEXT,
    spec TEXT,
    exit INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX run_started ON run (started_ms);

-- field is NULL for the item as a whole.
CREATE TABLE change (
    run TEXT NOT NULL REFERENCES run (id) ON DELETE CASCADE,
    seq INTEGER NOT NULL,
    kind TEXT NOT NULL,
    verb TEXT NOT NULL,
    item TEXT NOT NULL,
    number INTEGER NOT NULL,
    field TEXT,
    before TEXT,
    after TEXT,
    at_ms INTEGER NOT NULL,
    PRIMARY KEY (run, seq)
) STRICT, WITHOUT ROWID;
