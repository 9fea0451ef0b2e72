-- The repositories that this cache knows. full_name is as GitHub last answered it; the key that lasts
-- is (host, id).
CREATE TABLE repository (
    key INTEGER PRIMARY KEY,
    host TEXT NOT NULL,
    id INTEGER NOT NULL,
    full_name TEXT NOT NULL,
    html_url TEXT,
    archived INTEGER NOT NULL,
    has_issues INTEGER NOT NULL,
    can_push INTEGER NOT NULL,
    permissions_known INTEGER NOT NULL,
    watchers INTEGER NOT NULL,
    has_sub_issues INTEGER NOT NULL,
    has_dependencies INTEGER NOT NULL,
    has_types INTEGER NOT NULL,
    highest_number INTEGER NOT NULL,
    since TEXT,
    read_ms INTEGER NOT NULL,
    complete_ms INTEGER NOT NULL,
    UNIQUE (host, id)
) STRICT;

CREATE INDEX repository_name ON repository (host, full_name COLLATE NOCASE);

-- What each plan last did there.
CREATE TABLE scope (
    repository INTEGER NOT NULL REFERENCES repository (key) ON DELETE CASCADE,
    scope TEXT NOT NULL,
    spec_path TEXT,
    spec_hash TEXT,
    sync_ms INTEGER NOT NULL,
    sync_by TEXT,
    sync_run TEXT,
    PRIMARY KEY (repository, scope)
) STRICT, WITHOUT ROWID;
