-- How far the demo's 24 hours of history are loaded: advanced in the transaction of each batch, so that a load that
-- was interrupted goes on where it was and stores nothing twice.
CREATE TABLE history_loads (
  vhost    text COLLATE "C" PRIMARY KEY,
  until    timestamptz(3) NOT NULL,
  loaded   integer NOT NULL DEFAULT 0,
  complete boolean NOT NULL DEFAULT false
);
