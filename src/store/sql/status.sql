-- What `status` needs: numbers out of covering indexes, words by key.

-- :fact_clear
UPDATE item SET in_plan = 0
WHERE repository = ?1 AND scope = ?2 AND in_plan = 1 AND kind = ?3 AND id = ?4;

-- :fact_list
SELECT id, title, milestone, owner, hours, due_day, place, worker, hands, start_day FROM item
WHERE repository = ?1 AND scope = ?2 AND kind = ?3 AND in_plan = 1;

-- :fact_put
-- Not bound yet, so that nothing was taken away from it: pristine goes with the first binding.
INSERT INTO item (repository, scope, kind, id, number, db_id, pristine, in_plan, title, milestone,
    owner, hours, due_day, place, worker, hands, start_day)
VALUES (?1, ?2, ?3, ?4, 0, 0, 1, 1, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)
ON CONFLICT (repository, scope, kind, id) DO UPDATE SET
    in_plan = 1, title = excluded.title, milestone = excluded.milestone, owner = excluded.owner,
    hours = excluded.hours, due_day = excluded.due_day, place = excluded.place,
    worker = excluded.worker, hands = excluded.hands, start_day = excluded.start_day
WHERE (in_plan, title, milestone, owner, hours, due_day, place, worker, hands, start_day)
    IS NOT (1, excluded.title, excluded.milestone, excluded.owner, excluded.hours,
        excluded.due_day, excluded.place, excluded.worker, excluded.hands, excluded.start_day);

-- :standing_milestones
SELECT i.id, i.title, i.due_day, i.number, m.state, i.start_day,
    m.open_issues, m.closed_issues
FROM item AS i LEFT JOIN milestone AS m ON m.repository = i.repository AND m.number = i.number
WHERE i.repository = ?1 AND i.scope = ?2 AND i.kind = 'milestone' AND i.in_plan = 1
ORDER BY i.place;

-- :standing_issues
SELECT key, number, milestone, hours, place, worker, hands
FROM item INDEXED BY item_standing
WHERE repository = ?1 AND kind = 'issue' AND scope = ?2 AND in_plan = 1
ORDER BY number;

-- :standing_states
SELECT number, state, state_reason, assignees, blocked_by
FROM issue INDEXED BY issue_standing
WHERE repository = ?1
ORDER BY number;

-- :standing_other
-- An issue that no item owns: one whose item has left this plan is among them, one of another plan
-- is not.
SELECT title, milestone FROM issue
WHERE repository = ?1 AND number = ?2 AND NOT EXISTS (
    SELECT 1 FROM item INDEXED BY item_standing
    WHERE item.repository = ?1 AND item.kind = 'issue' AND item.number = ?2
        AND (item.scope <> ?3 OR item.in_plan = 1)
);

-- :standing_words
SELECT i.id, i.title, i.owner, s.assignees,
    CASE s.state WHEN 'closed' THEN s.closed_at ELSE s.updated_at END
FROM item AS i LEFT JOIN issue AS s ON s.repository = i.repository AND s.number = i.number
WHERE i.key = ?1;

-- :standing_titles
SELECT id, title FROM item
WHERE repository = ?1 AND scope = ?2 AND kind = 'issue' AND in_plan = 1;

-- :standing_names
SELECT i.id, i.number, s.state, s.state_reason, s.assignees,
    CASE s.state WHEN 'closed' THEN s.closed_at ELSE s.updated_at END
FROM item AS i LEFT JOIN issue AS s ON s.repository = i.repository AND s.number = i.number
WHERE i.repository = ?1 AND i.scope = ?2 AND i.kind = 'issue' AND i.number > 0;
