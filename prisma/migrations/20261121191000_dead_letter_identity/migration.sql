-- A dead letter is looked for by what makes it this one in whatever state it is: it may be thought gone and come into
-- custody all the same.
CREATE INDEX dead_letters_digest ON dead_letters (digest);
DROP INDEX dead_letters_observed;

-- Up to where the global log has been looked through for dead letters, and when that was. One row.
CREATE TABLE dead_letter_observer (
  one      boolean PRIMARY KEY DEFAULT true CHECK (one),
  position bigint NOT NULL,
  seen_at  timestamptz(6) NOT NULL DEFAULT clock_timestamp()
);
INSERT INTO dead_letter_observer (position) VALUES (0);

-- Why nobody can hold a queue, in words; null where it can be held.
ALTER TABLE dead_letter_queues ADD COLUMN unholdable text;
