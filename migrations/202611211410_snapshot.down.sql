DROP TABLE body;
DROP TABLE issue;
DROP TABLE milestone;
DROP TABLE label;
