-- When the files of a folder came and were last changed on a branch, up to the commit `tip`. Losing it
-- costs one walk through the history. Only complete results are kept.
CREATE TABLE landing_tip (
    key INTEGER PRIMARY KEY,
    common_dir TEXT NOT NULL,
    folder TEXT NOT NULL,
    branch TEXT NOT NULL,
    first_parent INTEGER NOT NULL,
    tip TEXT NOT NULL,
    used_ms INTEGER NOT NULL,
    UNIQUE (common_dir, folder, branch, first_parent)
) STRICT;

-- Commits that files below name. `issues`: ids of its trailers with a newline behind each.
CREATE TABLE landing_commit (
    landing_tip INTEGER NOT NULL REFERENCES landing_tip (key) ON DELETE CASCADE,
    id TEXT NOT NULL,
    at_ms INTEGER NOT NULL,
    author TEXT NOT NULL,
    subject TEXT NOT NULL,
    issues TEXT NOT NULL,
    PRIMARY KEY (landing_tip, id)
) STRICT, WITHOUT ROWID;

-- `first_commit` and `last_commit` are ids of landing_commit.
CREATE TABLE landing_file (
    landing_tip INTEGER NOT NULL REFERENCES landing_tip (key) ON DELETE CASCADE,
    path TEXT NOT NULL,
    gone INTEGER NOT NULL,
    first_commit TEXT NOT NULL,
    last_commit TEXT NOT NULL,
    PRIMARY KEY (landing_tip, path)
) STRICT, WITHOUT ROWID;

-- Commits that name issues, newest first, beside each file that they change.
CREATE TABLE landing_trailer (
    landing_tip INTEGER NOT NULL REFERENCES landing_tip (key) ON DELETE CASCADE,
    place INTEGER NOT NULL,
    path TEXT NOT NULL,
    commit_id TEXT NOT NULL,
    PRIMARY KEY (landing_tip, place)
) STRICT, WITHOUT ROWID;
