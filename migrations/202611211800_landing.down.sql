DROP TABLE landing_trailer;
DROP TABLE landing_file;
DROP TABLE landing_commit;
DROP TABLE landing_tip;
