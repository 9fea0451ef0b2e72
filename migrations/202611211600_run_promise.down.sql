DROP INDEX run_promise;
ALTER TABLE run DROP COLUMN promise;
