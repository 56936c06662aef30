-- What changes about a dead letter is small and changes often: each redriven message does. What it is stays as it is, is wide
-- and has most of the indexes. In one row, each change wrote all of it anew. So what changes has a table of its own, and
-- `dead_letters` shows both as one row to whoever reads. Existing rows are carried over.

-- One death of one message: what it is.
ALTER TABLE dead_letters RENAME TO dead_letter_contents;
ALTER INDEX dead_letters_pkey RENAME TO dead_letter_contents_pkey;
ALTER INDEX dead_letters_custody RENAME TO dead_letter_contents_custody;
ALTER INDEX dead_letters_digest RENAME TO dead_letter_contents_digest;
ALTER INDEX dead_letters_event RENAME TO dead_letter_contents_event;
ALTER INDEX dead_letters_correlation RENAME TO dead_letter_contents_correlation;
ALTER INDEX dead_letters_stream RENAME TO dead_letter_contents_stream;
ALTER INDEX dead_letters_previous RENAME TO dead_letter_contents_previous;

-- What became of it: a row for each, in the place that lists look it up by. vhost and queue are those of its content: they
-- never change. version: of its content that counts.
CREATE TABLE dead_letter_states (
  id               bigint NOT NULL,
  group_id         bigint NOT NULL,
  vhost            text COLLATE "C" NOT NULL,
  queue            text COLLATE "C" NOT NULL,
  state            dead_letter_state NOT NULL,
  state_at         timestamptz(6) NOT NULL DEFAULT clock_timestamp(),
  version          integer NOT NULL DEFAULT 0,
  discarded_reason text,
  discarded_by     text
) WITH (fillfactor = 50);
INSERT INTO dead_letter_states
SELECT id, group_id, vhost, queue, state, state_at, version, discarded_reason, discarded_by
FROM dead_letter_contents ORDER BY id;
ALTER TABLE dead_letter_states
  ADD PRIMARY KEY (id),
  ADD FOREIGN KEY (id) REFERENCES dead_letter_contents (id) ON DELETE CASCADE,
  ADD FOREIGN KEY (group_id) REFERENCES dead_letter_groups (id);
CREATE INDEX dead_letter_states_group ON dead_letter_states (group_id, state, id DESC);
CREATE INDEX dead_letter_states_queue ON dead_letter_states (vhost, queue, state, id DESC);

DROP TRIGGER count_inserted ON dead_letter_contents;
DROP TRIGGER count_updated ON dead_letter_contents;
DROP TRIGGER count_deleted ON dead_letter_contents;
CREATE TRIGGER count_inserted AFTER INSERT ON dead_letter_states
  REFERENCING NEW TABLE AS after_rows FOR EACH STATEMENT EXECUTE FUNCTION count_dead_letters();
CREATE TRIGGER count_updated AFTER UPDATE ON dead_letter_states
  REFERENCING OLD TABLE AS before_rows NEW TABLE AS after_rows FOR EACH STATEMENT EXECUTE FUNCTION count_dead_letters();
CREATE TRIGGER count_deleted AFTER DELETE ON dead_letter_states
  REFERENCING OLD TABLE AS before_rows FOR EACH STATEMENT EXECUTE FUNCTION count_dead_letters();

-- With the columns go the indexes that have them.
ALTER TABLE dead_letter_contents
  DROP COLUMN group_id, DROP COLUMN state, DROP COLUMN state_at, DROP COLUMN version, DROP COLUMN discarded_reason,
  DROP COLUMN discarded_by;

CREATE VIEW dead_letters AS
SELECT s.id, s.group_id, s.vhost, s.queue, s.state, s.state_at, c.seen_at, c.died_at, c.digest, c.custody_batch, c.exchange,
  c.routing_key, c.failed_queue, c.reason, c.origin_exchange, c.origin_key, c.deaths, c.error_class, c.error_type,
  c.error_message, c.raw_properties, c.headers, c.body_codec, c.body_size, c.body, c.record_id, c.record_at, c.event_id,
  c.event_type, c.producer, c.stream_id, c.correlation_id, s.version, c.previous_id, c.tries, s.discarded_reason,
  s.discarded_by
FROM dead_letter_states AS s JOIN dead_letter_contents AS c ON c.id = s.id;
