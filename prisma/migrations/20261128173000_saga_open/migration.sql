-- Open instances of a start type: what is judged anew when what was learned of it has changed.
CREATE INDEX sagas_open ON sagas (generation, start_type, vhost) WHERE status IN ('RUNNING', 'COMPENSATING');
