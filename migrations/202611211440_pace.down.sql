DROP TABLE validator;
DROP TABLE budget;
