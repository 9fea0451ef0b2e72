DROP TABLE scope_line;
