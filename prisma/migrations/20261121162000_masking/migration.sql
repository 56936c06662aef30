-- Which fields are personal: rules of one's own, and the defaults (server/masking/default-rules.ts) that are switched off.
-- `COLLATE "C"`: names are compared by their bytes, as everywhere in the store.
CREATE TABLE masking_rules (
  id         uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  field_by   text COLLATE "C" NOT NULL,
  pattern    text COLLATE "C" NOT NULL,
  effect     text COLLATE "C" NOT NULL,
  vhost      text COLLATE "C",
  exchanges  text COLLATE "C",
  created_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  changed_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  CONSTRAINT masking_rules_by CHECK (field_by IN ('name', 'path')),
  CONSTRAINT masking_rules_effect CHECK (effect IN ('mask', 'show'))
);
-- One rule for one thing in one place: `mask` and `show` of the same would leave it open which one counts.
CREATE UNIQUE INDEX masking_rules_subject ON masking_rules (field_by, pattern, vhost, exchanges) NULLS NOT DISTINCT;

CREATE TABLE masking_defaults_off (
  default_id text COLLATE "C" PRIMARY KEY,
  since      timestamptz(3) NOT NULL DEFAULT clock_timestamp()
);
