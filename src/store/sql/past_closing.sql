-- Closings that were taken back; a trigger writes them.

-- :past_closing_list
SELECT i.id, p.closed_at, p.state_reason, p.reopened_at
FROM past_closing AS p JOIN item AS i INDEXED BY item_standing
    ON i.repository = p.repository AND i.kind = 'issue' AND i.number = p.number
WHERE p.repository = ?1 AND i.scope = ?2
ORDER BY i.id, p.closed_at;
