-- What a redrive needs to be carried out by whichever worker comes next.
-- again: messages that were redriven before are taken too. left_out: what matched and was not taken, counted by the plan.
-- step, step_through: the step of the ramp under way, and its last ordinal. wait_until: all of it is settled, and the next
-- one begins then. halt_after: only later ordinals count for the halt rule, so that a redrive which somebody resumes after a
-- halt is judged anew. unsettled: of messages up to sent_through some have no outcome yet, whatever the status says.
-- problem: what keeps it from going on at the moment. aftermath_at: when it was last asked what became of its messages.
ALTER TABLE redrives
  ADD COLUMN again        boolean NOT NULL DEFAULT false,
  ADD COLUMN left_out     jsonb NOT NULL DEFAULT '{}',
  ADD COLUMN step         integer NOT NULL DEFAULT 0,
  ADD COLUMN step_through integer NOT NULL DEFAULT 0,
  ADD COLUMN wait_until   timestamptz(6),
  ADD COLUMN halt_after   integer NOT NULL DEFAULT 0,
  ADD COLUMN unsettled    boolean NOT NULL DEFAULT false,
  ADD COLUMN problem      text,
  ADD COLUMN aftermath_at timestamptz(6);

-- What a worker may have to carry out.
CREATE INDEX redrives_due ON redrives (created_at) WHERE status = 'running' OR unsettled;
-- Asked every second while it runs.
CREATE INDEX redrive_messages_dead_again ON redrive_messages (redrive_id, ordinal) WHERE aftermath = 'dead_again';
