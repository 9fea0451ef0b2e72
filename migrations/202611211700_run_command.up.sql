-- What a run was: "sync", or an "undo" and of which run.
ALTER TABLE run ADD COLUMN command TEXT NOT NULL DEFAULT 'sync';
ALTER TABLE run ADD COLUMN undoes TEXT;
