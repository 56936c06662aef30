-- What happened to an event later, found by the event: few rows have one.
CREATE INDEX saga_steps_first ON saga_steps (first_id) WHERE first_id IS NOT NULL;
