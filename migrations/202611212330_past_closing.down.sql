DROP TRIGGER issue_reopened;
DROP TABLE past_closing;
