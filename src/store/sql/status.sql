-- What `status` needs, out of covering indexes.

-- :fact_clear
UPDATE item SET in_plan = 0
WHERE repository = ?1 AND scope = ?2 AND in_plan = 1 AND kind = ?3 AND id = ?4;

-- :fact_ids
SELECT id FROM item
WHERE repository = ?1 AND scope = ?2 AND kind = ?3 AND in_plan = 1
ORDER BY id;

-- :fact_put
-- Not bound yet, so that nothing was taken away from it: pristine goes with the first binding.
INSERT INTO item (repository, scope, kind, id, number, db_id, pristine, in_plan, title, milestone,
    owner, hours, due_day, place)
VALUES (?1, ?2, ?3, ?4, 0, 0, 1, 1, ?5, ?6, ?7, ?8, ?9, ?10)
ON CONFLICT (repository, scope, kind, id) DO UPDATE SET
    in_plan = 1, title = excluded.title, milestone = excluded.milestone, owner = excluded.owner,
    hours = excluded.hours, due_day = excluded.due_day, place = excluded.place
WHERE (in_plan, title, milestone, owner, hours, due_day, place)
    IS NOT (1, excluded.title, excluded.milestone, excluded.owner, excluded.hours,
        excluded.due_day, excluded.place);

-- :status_count
SELECT count(*) FROM item INDEXED BY item_status
WHERE repository = ?1 AND scope = ?2 AND kind = ?3 AND in_plan = 1;

-- :status_items
SELECT number, id, title, milestone, owner, hours, due_day, place
FROM item INDEXED BY item_status
WHERE repository = ?1 AND scope = ?2 AND kind = ?3 AND in_plan = 1
ORDER BY number;

-- :status_issues
SELECT number, state, state_reason, assignees, blocked_by, closed_at, updated_at
FROM issue INDEXED BY issue_status
WHERE repository = ?1
ORDER BY number;

-- :status_others
-- Open issues that no item owns: those whose item has left this plan are among them, those of
-- another plan are not.
SELECT number, title, milestone FROM issue
WHERE repository = ?1 AND state = 'open' AND number NOT IN (
    SELECT number FROM item
    WHERE repository = ?1 AND kind = ?3 AND (scope <> ?2 OR in_plan = 1)
)
ORDER BY number;

-- :status_milestones
SELECT number, state FROM milestone WHERE repository = ?1 ORDER BY number;
