-- Idempotency keys of commands: written in the transaction of the command, with what came of it.
CREATE TABLE command_keys (
  scope      text NOT NULL,
  key        text NOT NULL,
  digest     text NOT NULL,
  result     jsonb,
  created_at timestamptz(6) NOT NULL DEFAULT now(),
  PRIMARY KEY (scope, key)
);
