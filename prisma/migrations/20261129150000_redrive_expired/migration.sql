-- A plan that nobody starts does not have its messages for ever.
ALTER TYPE redrive_status ADD VALUE 'expired';
