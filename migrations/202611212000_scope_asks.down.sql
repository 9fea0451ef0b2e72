ALTER TABLE scope DROP COLUMN asks_proof;
