-- A message that a service gave up, and that a person had sent to it once more, is handled once more.
ALTER TABLE inbox ADD COLUMN redriven boolean NOT NULL DEFAULT false;
