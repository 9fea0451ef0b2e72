-- Whether the plan asked for proof when it was last put there, so that `status` need not look at the
-- repository when it does not. 1 also where nobody has looked yet.
ALTER TABLE scope ADD COLUMN asks_proof INTEGER NOT NULL DEFAULT 1;
