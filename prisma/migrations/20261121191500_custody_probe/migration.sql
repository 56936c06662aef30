-- The last batch in doubt for which a worker has begun to look whether its messages come again. What is marked as redelivered
-- after that may also have come to that worker for the first time.
ALTER TABLE dead_letter_queues ADD COLUMN probed_through bigint NOT NULL DEFAULT 0;
