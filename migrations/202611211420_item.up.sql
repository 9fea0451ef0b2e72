-- Which object on GitHub is (scope, id). Kept apart from the snapshot, as one label may be an item of
-- several scopes. title to place are the plan's own facts as of the last sync, for `status`.
CREATE TABLE item (
    key INTEGER PRIMARY KEY,
    repository INTEGER NOT NULL REFERENCES repository (key) ON DELETE CASCADE,
    scope TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('label', 'milestone', 'issue', 'relation', 'comment')),
    id TEXT NOT NULL,
    number INTEGER NOT NULL,
    db_id INTEGER NOT NULL,
    pristine INTEGER NOT NULL,
    ticks TEXT,
    block_source TEXT,
    in_plan INTEGER NOT NULL,
    title TEXT,
    milestone TEXT,
    owner TEXT,
    hours REAL,
    due_day INTEGER,
    place INTEGER,
    UNIQUE (repository, scope, kind, id)
) STRICT;

-- Covers `status`.
CREATE INDEX item_status ON item (
    repository, scope, kind, in_plan, number, id, title, milestone, owner, hours, due_day, place
);

-- Both values of each field: what the plan said and what GitHub then answered. A value that is known
-- may be NULL, so whether it is known stands beside it.
CREATE TABLE base (
    item INTEGER NOT NULL REFERENCES item (key) ON DELETE CASCADE,
    field TEXT NOT NULL,
    spec_known INTEGER NOT NULL,
    spec TEXT,
    remote_known INTEGER NOT NULL,
    remote TEXT,
    PRIMARY KEY (item, field)
) STRICT, WITHOUT ROWID;
