-- Closings that were taken back. GitHub forgets one with the reopening, so it is kept when a reading
-- finds another one, or none, in its place: `reopened_at` is the day of that at the latest.
CREATE TABLE past_closing (
    repository INTEGER NOT NULL REFERENCES repository (key) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    closed_at TEXT NOT NULL,
    state_reason TEXT,
    reopened_at TEXT NOT NULL,
    PRIMARY KEY (repository, number, closed_at)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER issue_reopened AFTER UPDATE OF closed_at ON issue
WHEN old.closed_at IS NOT NULL AND new.closed_at IS NOT old.closed_at
BEGIN
    INSERT OR REPLACE INTO past_closing (repository, number, closed_at, state_reason, reopened_at)
    VALUES (old.repository, old.number, old.closed_at, old.state_reason,
        COALESCE(new.closed_at, new.updated_at, old.closed_at));
END;
