DROP INDEX item_standing;

CREATE INDEX item_standing ON item (
    repository, kind, number, scope, in_plan, milestone, hours, place
);

ALTER TABLE item DROP COLUMN start_day;
ALTER TABLE item DROP COLUMN hands;
ALTER TABLE item DROP COLUMN worker;
