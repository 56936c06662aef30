-- What lists of sagas are ordered and filtered by, beside time, type and status. What few sagas have is in indexes of those few.
CREATE INDEX sagas_duration ON sagas (generation, form, duration_ms, key, ordinal);
CREATE INDEX sagas_dead ON sagas (generation, form, started_at, key, ordinal) WHERE dead > 0;
CREATE INDEX sagas_deviating ON sagas (generation, form, started_at, key, ordinal) WHERE deviations <> '[]';
-- Requests without a reply.
CREATE INDEX sagas_unanswered ON sagas (generation, form, started_at, key, ordinal) WHERE form = 'request' AND events = 1;
-- What is late is found by its moment, as what is stuck is.
CREATE INDEX sagas_late ON sagas (generation, form, late_at) WHERE status IN ('RUNNING', 'COMPENSATING');
