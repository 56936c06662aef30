-- Read models, made of our own events by the runner of projections (server/projections). `COLLATE "C"`: names are
-- compared by their bytes, as everywhere in the store.

-- Generations of each projection: one is served, at most one is being built beside it, retired ones wait to be cleared.
-- The row is also the lease on its generation, held as a row lock, which ends with the transaction that holds it.
CREATE TABLE projection_generations (
  name         text COLLATE "C" NOT NULL,
  generation   integer NOT NULL,
  state        text COLLATE "C" NOT NULL,
  code_version integer NOT NULL,
  position     bigint NOT NULL DEFAULT 0,
  started_at   timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  switched_at  timestamptz(3),
  PRIMARY KEY (name, generation),
  CONSTRAINT projection_generations_state CHECK (state IN ('serving', 'building', 'retired'))
);
CREATE UNIQUE INDEX projection_generations_serving ON projection_generations (name) WHERE state = 'serving';
CREATE UNIQUE INDEX projection_generations_building ON projection_generations (name) WHERE state = 'building';

-- What did not come from an audit queue, in the order of the log: our own events are found without looking at the rest.
CREATE INDEX batches_own ON batches (position) WHERE queue IS NULL;

-- Complaints as people read them. The columns are what lists filter and sort by; `view` is the ComplaintView whole.
CREATE TABLE complaint_views (
  generation    integer NOT NULL,
  vhost         text COLLATE "C" NOT NULL,
  complaint_id  text COLLATE "C" NOT NULL,
  version       bigint NOT NULL,
  position      bigint NOT NULL,
  status        text COLLATE "C" NOT NULL,
  priority      text COLLATE "C" NOT NULL,
  priority_rank smallint NOT NULL,
  category      text COLLATE "C" NOT NULL,
  user_id       text COLLATE "C" NOT NULL,
  assigned_to   text COLLATE "C",
  compensation  text COLLATE "C" NOT NULL,
  created_at    timestamptz(3) NOT NULL,
  updated_at    timestamptz(3) NOT NULL,
  due_at        timestamptz(3) NOT NULL,
  resolved_at   timestamptz(3),
  searched      text NOT NULL,
  view          jsonb NOT NULL,
  PRIMARY KEY (generation, vhost, complaint_id)
);
CREATE INDEX complaint_views_created ON complaint_views (generation, vhost, created_at, complaint_id);
CREATE INDEX complaint_views_updated ON complaint_views (generation, vhost, updated_at, complaint_id);
CREATE INDEX complaint_views_due ON complaint_views (generation, vhost, due_at, complaint_id);
CREATE INDEX complaint_views_priority ON complaint_views (generation, vhost, priority_rank, complaint_id);
CREATE INDEX complaint_views_assigned ON complaint_views (generation, vhost, assigned_to, created_at);
