-- One row a creation that was sent: the hourly budget outlives the process. Two in one millisecond are
-- two rows.
CREATE TABLE budget (
    host TEXT NOT NULL,
    account TEXT NOT NULL,
    at_ms INTEGER NOT NULL
) STRICT;

CREATE INDEX budget_window ON budget (host, account, at_ms);

-- ETags of list pages, bound to the account they were answered to.
CREATE TABLE validator (
    repository INTEGER NOT NULL REFERENCES repository (key) ON DELETE CASCADE,
    account TEXT NOT NULL,
    url TEXT NOT NULL,
    etag TEXT NOT NULL,
    next TEXT,
    PRIMARY KEY (repository, account, url)
) STRICT, WITHOUT ROWID;
