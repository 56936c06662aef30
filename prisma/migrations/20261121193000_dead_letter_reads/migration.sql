-- Who discarded a dead letter stands on it: of many that were discarded at once the record of actions has one row.
ALTER TABLE dead_letters ADD COLUMN discarded_by text;
