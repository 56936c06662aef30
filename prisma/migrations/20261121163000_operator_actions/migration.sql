-- What people, tokens and commands did: who, when, from where, what, to what, before, after, why, and what came of it.
-- `COLLATE "C"`: names are compared by their bytes, as everywhere in the store.
CREATE TABLE operator_actions (
  id           bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
  at           timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  actor_kind   text NOT NULL,
  actor_id     text COLLATE "C",
  actor_name   text NOT NULL,
  from_address text,
  action       text COLLATE "C" NOT NULL,
  target_type  text COLLATE "C" NOT NULL,
  target_id    text COLLATE "C" NOT NULL,
  vhost        text COLLATE "C",
  exchange     text COLLATE "C",
  before       jsonb,
  after        jsonb,
  reason       text,
  outcome      text NOT NULL,
  detail       jsonb,
  CONSTRAINT operator_actions_outcome CHECK (outcome IN ('done', 'refused', 'failed'))
);
CREATE INDEX operator_actions_time ON operator_actions (at, id);
CREATE INDEX operator_actions_target ON operator_actions (target_type, target_id, at, id);
CREATE INDEX operator_actions_actor ON operator_actions (actor_name, at, id);
CREATE INDEX operator_actions_action ON operator_actions (action, at, id);

-- Nobody changes or removes a line, not even where nothing would match. ALWAYS: also in a session that has switched
-- ordinary triggers off (session_replication_role). Only whoever owns the table can drop the trigger.
CREATE TRIGGER operator_actions_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON operator_actions
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
ALTER TABLE operator_actions ENABLE ALWAYS TRIGGER operator_actions_append_only;
