-- Attempts to sign in, counted per account, per address and per both, so that all web processes count together.
-- `key` is a digest: what people type into the field of an account may be anything, a password too.
CREATE TABLE sign_in_attempts (
  key        text COLLATE "C" PRIMARY KEY,
  attempts   integer NOT NULL,
  started_at timestamptz(3) NOT NULL
);
CREATE INDEX sign_in_attempts_started ON sign_in_attempts (started_at);
