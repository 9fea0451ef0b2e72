DROP INDEX issue_standing;

CREATE INDEX issue_status ON issue (
    repository, number, state, state_reason, assignees, blocked_by, created_at, closed_at, updated_at
);

DROP INDEX item_standing;

CREATE INDEX item_status ON item (
    repository, scope, kind, in_plan, number, id, title, milestone, owner, hours, due_day, place
);
