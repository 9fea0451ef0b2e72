-- What expected dates are made of: who works on an issue, with how many hands, and the day on which
-- a milestone starts. In the index too, so that `status` still reads nothing else.
ALTER TABLE item ADD COLUMN worker TEXT;
ALTER TABLE item ADD COLUMN hands INTEGER;
ALTER TABLE item ADD COLUMN start_day INTEGER;

DROP INDEX item_standing;

CREATE INDEX item_standing ON item (
    repository, kind, number, scope, in_plan, milestone, hours, place, worker, hands
);
