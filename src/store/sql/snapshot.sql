-- What GitHub had when it was last read. Rows that are equal stay untouched, so that a quiet read
-- writes no page.

-- :label_list
SELECT db_id, name, color, description FROM label WHERE repository = ?1 ORDER BY db_id;

-- :label_ids
SELECT db_id FROM label WHERE repository = ?1 ORDER BY db_id;

-- :label_put
INSERT INTO label (repository, db_id, name, color, description)
VALUES (?1, ?2, ?3, ?4, ?5)
ON CONFLICT (repository, db_id) DO UPDATE SET
    name = excluded.name, color = excluded.color, description = excluded.description
WHERE (name, color, description) IS NOT (excluded.name, excluded.color, excluded.description);

-- :label_drop
DELETE FROM label WHERE repository = ?1 AND db_id = ?2;

-- :milestone_list
SELECT number, db_id, title, description, state, due_on, open_issues, closed_issues, created_at,
    updated_at, html_url, creator
FROM milestone
WHERE repository = ?1
ORDER BY number;

-- :milestone_ids
SELECT number FROM milestone WHERE repository = ?1 ORDER BY number;

-- :milestone_put
INSERT INTO milestone (repository, number, db_id, title, description, state, due_on, open_issues,
    closed_issues, created_at, updated_at, html_url, creator)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)
ON CONFLICT (repository, number) DO UPDATE SET
    db_id = excluded.db_id, title = excluded.title, description = excluded.description,
    state = excluded.state, due_on = excluded.due_on, open_issues = excluded.open_issues,
    closed_issues = excluded.closed_issues, created_at = excluded.created_at,
    updated_at = excluded.updated_at, html_url = excluded.html_url, creator = excluded.creator
WHERE (db_id, title, description, state, due_on, open_issues, closed_issues, created_at,
        updated_at, html_url, creator)
    IS NOT (excluded.db_id, excluded.title, excluded.description, excluded.state, excluded.due_on,
        excluded.open_issues, excluded.closed_issues, excluded.created_at, excluded.updated_at,
        excluded.html_url, excluded.creator);

-- :milestone_drop
DELETE FROM milestone WHERE repository = ?1 AND number = ?2;

-- :issue_list
SELECT i.number, i.db_id, i.title, i.state, i.state_reason, i.labels, i.assignees, i.milestone,
    i.type, i.parent, i.relations_known, i.total_blocked_by, i.blocked_by, i.comments, i.locked,
    i.author, i.author_type, i.author_association, i.created_at, i.updated_at, i.closed_at,
    i.html_url, b.text
FROM issue AS i LEFT JOIN body AS b ON b.issue = i.key
WHERE i.repository = ?1
ORDER BY i.number;

-- :issue_count
SELECT count(*) FROM issue WHERE repository = ?1;

-- :issue_ids
SELECT number FROM issue WHERE repository = ?1 ORDER BY number;

-- :issue_put
INSERT INTO issue (repository, number, db_id, title, state, state_reason, labels, assignees,
    milestone, type, parent, relations_known, total_blocked_by, blocked_by, comments, locked,
    author, author_type, author_association, created_at, updated_at, closed_at, html_url)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20,
    ?21, ?22, ?23)
ON CONFLICT (repository, number) DO UPDATE SET
    db_id = excluded.db_id, title = excluded.title, state = excluded.state,
    state_reason = excluded.state_reason, labels = excluded.labels,
    assignees = excluded.assignees, milestone = excluded.milestone, type = excluded.type,
    parent = excluded.parent, relations_known = excluded.relations_known,
    total_blocked_by = excluded.total_blocked_by,
    blocked_by = COALESCE(excluded.blocked_by, blocked_by), comments = excluded.comments,
    locked = excluded.locked, author = excluded.author, author_type = excluded.author_type,
    author_association = excluded.author_association, created_at = excluded.created_at,
    updated_at = excluded.updated_at, closed_at = excluded.closed_at,
    html_url = excluded.html_url
WHERE (db_id, title, state, state_reason, labels, assignees, milestone, type, parent,
        relations_known, total_blocked_by, blocked_by, comments, locked, author, author_type,
        author_association, created_at, updated_at, closed_at, html_url)
    IS NOT (excluded.db_id, excluded.title, excluded.state, excluded.state_reason, excluded.labels,
        excluded.assignees, excluded.milestone, excluded.type, excluded.parent,
        excluded.relations_known, excluded.total_blocked_by,
        COALESCE(excluded.blocked_by, blocked_by), excluded.comments, excluded.locked,
        excluded.author, excluded.author_type, excluded.author_association, excluded.created_at,
        excluded.updated_at, excluded.closed_at, excluded.html_url);

-- :issue_drop
DELETE FROM issue WHERE repository = ?1 AND number = ?2;

-- :body_put
INSERT INTO body (issue, text)
SELECT key, ?3 FROM issue WHERE repository = ?1 AND number = ?2
ON CONFLICT (issue) DO UPDATE SET text = excluded.text
WHERE text IS NOT excluded.text;

-- :body_drop
DELETE FROM body WHERE issue = (SELECT key FROM issue WHERE repository = ?1 AND number = ?2);
