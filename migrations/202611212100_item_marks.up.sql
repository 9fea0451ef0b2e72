-- The marks that this cache has seen on an item, eight hex digits each, joined by dots, the newest
-- last. One that is not among them was written by another machine.
ALTER TABLE item ADD COLUMN marks TEXT;
