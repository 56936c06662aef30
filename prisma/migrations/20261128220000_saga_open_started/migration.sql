-- Open sagas in order of their beginning: what is late or stuck is most of them, so a page of those is near.
CREATE INDEX sagas_open_started ON sagas (generation, form, started_at, key, ordinal) WHERE status IN ('RUNNING', 'COMPENSATING');
