-- First and last commits of the files of a folder.

-- :landing_tip_find
SELECT key, tip FROM landing_tip
WHERE common_dir = ?1 AND folder = ?2 AND branch = ?3 AND first_parent = ?4;

-- :landing_tip_drop
DELETE FROM landing_tip
WHERE common_dir = ?1 AND folder = ?2 AND branch = ?3 AND first_parent = ?4;

-- :landing_tip_put
INSERT INTO landing_tip (common_dir, folder, branch, first_parent, tip, used_ms)
VALUES (?1, ?2, ?3, ?4, ?5, ?6) RETURNING key;

-- :landing_tip_prune
DELETE FROM landing_tip WHERE common_dir = ?1 AND folder = ?2 AND key NOT IN (
    SELECT key FROM landing_tip WHERE common_dir = ?1 AND folder = ?2
    ORDER BY used_ms DESC, key DESC LIMIT ?3
);

-- :landing_commit_list
SELECT id, at_ms, author, subject, issues FROM landing_commit WHERE landing_tip = ?1;

-- :landing_commit_put
INSERT OR IGNORE INTO landing_commit (landing_tip, id, at_ms, author, subject, issues)
VALUES (?1, ?2, ?3, ?4, ?5, ?6);

-- :landing_file_list
SELECT path, gone, first_commit, last_commit FROM landing_file WHERE landing_tip = ?1 ORDER BY path;

-- :landing_file_put
INSERT INTO landing_file (landing_tip, path, gone, first_commit, last_commit)
VALUES (?1, ?2, ?3, ?4, ?5);

-- :landing_trailer_list
SELECT path, commit_id FROM landing_trailer WHERE landing_tip = ?1 ORDER BY place;

-- :landing_trailer_put
INSERT INTO landing_trailer (landing_tip, place, path, commit_id) VALUES (?1, ?2, ?3, ?4);
