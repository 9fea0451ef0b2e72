DROP TABLE change;
DROP TABLE run;
DROP TABLE intent;
