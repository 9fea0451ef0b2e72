-- Which plan file (plan -o) a run kept: what it wrote is then no difference to that file.
ALTER TABLE run ADD COLUMN promise TEXT;
CREATE INDEX run_promise ON run (promise) WHERE promise IS NOT NULL;
