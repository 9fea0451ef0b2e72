DROP TABLE scope;
DROP TABLE repository;
