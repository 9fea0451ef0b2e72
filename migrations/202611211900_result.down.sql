DROP INDEX result_made;
DROP TABLE result;
