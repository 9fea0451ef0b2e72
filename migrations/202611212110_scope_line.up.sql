-- What each commit changed in the scope of a plan, up to the commit `tip`, in the words of app. Losing
-- it costs one reading of the plan's revisions. Only complete histories are kept.
CREATE TABLE scope_line (
    common_dir TEXT NOT NULL,
    path TEXT NOT NULL,
    tip TEXT NOT NULL,
    revisions TEXT NOT NULL,
    PRIMARY KEY (common_dir, path)
) STRICT, WITHOUT ROWID;
