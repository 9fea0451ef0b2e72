-- What GitHub had when it was last read, the plan's own objects and everybody else's.
CREATE TABLE label (
    repository INTEGER NOT NULL REFERENCES repository (key) ON DELETE CASCADE,
    db_id INTEGER NOT NULL,
    name TEXT NOT NULL,
    color TEXT,
    description TEXT,
    PRIMARY KEY (repository, db_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE milestone (
    repository INTEGER NOT NULL REFERENCES repository (key) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    db_id INTEGER NOT NULL,
    title TEXT NOT NULL,
    description TEXT,
    state TEXT NOT NULL,
    due_on TEXT,
    open_issues INTEGER NOT NULL,
    closed_issues INTEGER NOT NULL,
    created_at TEXT,
    updated_at TEXT,
    html_url TEXT,
    creator TEXT,
    PRIMARY KEY (repository, number)
) STRICT, WITHOUT ROWID;

-- Sets are texts with one element a line; blocked_by holds numbers and is NULL while it was not read.
CREATE TABLE issue (
    key INTEGER PRIMARY KEY,
    repository INTEGER NOT NULL REFERENCES repository (key) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    db_id INTEGER NOT NULL,
    title TEXT NOT NULL,
    state TEXT NOT NULL,
    state_reason TEXT,
    labels TEXT NOT NULL,
    assignees TEXT NOT NULL,
    milestone INTEGER NOT NULL,
    type TEXT,
    parent INTEGER NOT NULL,
    relations_known INTEGER NOT NULL,
    total_blocked_by INTEGER NOT NULL,
    blocked_by TEXT,
    comments INTEGER NOT NULL,
    locked INTEGER NOT NULL,
    author TEXT,
    author_type TEXT,
    author_association TEXT,
    created_at TEXT,
    updated_at TEXT,
    closed_at TEXT,
    html_url TEXT,
    UNIQUE (repository, number)
) STRICT;

-- Covers `status`: neither the table nor a body is touched.
CREATE INDEX issue_status ON issue (
    repository, number, state, state_reason, assignees, blocked_by, created_at, closed_at, updated_at
);

-- Apart, so that reading states does not read texts.
CREATE TABLE body (
    issue INTEGER PRIMARY KEY REFERENCES issue (key) ON DELETE CASCADE,
    text TEXT NOT NULL
) STRICT;
