-- What a write is about to change is noted with its intent: while that one is open or unknown the
-- value is in doubt, and of one that was found absent it says nothing. NULL: it was answered.
ALTER TABLE change ADD COLUMN intent INTEGER;
