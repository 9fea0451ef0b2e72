-- The history of a plan's scope.

-- :scope_line_find
SELECT tip, revisions FROM scope_line WHERE common_dir = ?1 AND path = ?2;

-- :scope_line_put
INSERT OR REPLACE INTO scope_line (common_dir, path, tip, revisions) VALUES (?1, ?2, ?3, ?4);
