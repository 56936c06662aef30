import type { ClientBase, Pool } from "pg";

/** How long a mailbox stays with a worker that says nothing more: it was killed, or hangs. */
export const LEASE_MS = 6_000;
export const RENEW_MS = 2_000;
/** Rows of mailboxes that nobody gave back. */
const FORGET_MS = 60_000;

/** The right to handle the messages of a mailbox. */
export interface Lease {
  service: string;
  mailbox: string;
  /** Never given twice, so that an owner who slept through the end of the lease can be told from the next one. */
  epoch: string;
}

/** The mailbox has another owner now: whatever this one has not committed is the other's to do. */
export class MailboxLost extends Error {
  constructor({ service, mailbox }: Lease) {
    super(`The mailbox ${mailbox} of ${service} has another owner now.`);
    this.name = "MailboxLost";
  }
}

/** Takes mailboxes with messages that are due and that nobody else has, the longest due first. */
export async function claimMailboxes(
  pool: Pool,
  service: string,
  owner: string,
  most: number,
): Promise<Lease[]> {
  const { rows } = await pool.query<{ mailbox: string; epoch: string }>({
    name: "mailboxes-claim",
    // In the order of their names, so that two workers who take at the same time cannot wait for each other.
    text: `INSERT INTO mailboxes AS held (service, mailbox, epoch, owner, lease_until)
           SELECT $1, due.mailbox, nextval('mailbox_epochs'), $2, clock_timestamp() + $3 * interval '1 millisecond'
           FROM (
             SELECT DISTINCT mailbox FROM (
               SELECT mailbox FROM inbox AS message
               WHERE service = $1 AND state = 'waiting' AND next_attempt_at <= clock_timestamp()
                 AND NOT EXISTS (SELECT FROM mailboxes AS other WHERE other.service = $1
                                 AND other.mailbox = message.mailbox AND other.lease_until > clock_timestamp())
               ORDER BY next_attempt_at LIMIT $4
             ) AS longest ORDER BY mailbox
           ) AS due
           ON CONFLICT (service, mailbox) DO UPDATE
           SET epoch = excluded.epoch, owner = excluded.owner, lease_until = excluded.lease_until
           WHERE held.lease_until <= clock_timestamp()
           RETURNING mailbox, epoch`,
    values: [service, owner, LEASE_MS, most],
  });
  return rows.map((row) => ({ service, ...row }));
}

/**
 * Makes sure, within the transaction that commits something of a mailbox, that it is still ours. Called last: the row
 * stays locked to COMMIT, so that the next owner waits for us or we find it there.
 * @throws MailboxLost
 */
export async function holdMailbox(client: ClientBase, lease: Lease): Promise<void> {
  const { rowCount } = await client.query({
    name: "mailbox-hold",
    text: "SELECT 1 FROM mailboxes WHERE service = $1 AND mailbox = $2 AND epoch = $3 FOR UPDATE",
    values: [lease.service, lease.mailbox, lease.epoch],
  });
  if (rowCount === 0) throw new MailboxLost(lease);
}

/**
 * Extends leases, and forgets those that nobody gave back long ago.
 * @returns the epochs that are still ours
 */
export async function renewMailboxes(pool: Pool, leases: readonly Lease[]): Promise<Set<string>> {
  const { rows } = await pool.query<{ epoch: string }>(
    `UPDATE mailboxes SET lease_until = clock_timestamp() + $2 * interval '1 millisecond'
     WHERE epoch = ANY ($1::bigint[]) RETURNING epoch`,
    [leases.map(({ epoch }) => epoch), LEASE_MS],
  );
  await pool.query(
    "DELETE FROM mailboxes WHERE lease_until < clock_timestamp() - $1 * interval '1 millisecond'",
    [FORGET_MS],
  );
  return new Set(rows.map(({ epoch }) => epoch));
}

/** Gives a mailbox back, so that anybody may take it at once. */
export async function releaseMailbox(pool: Pool, lease: Lease): Promise<void> {
  await pool.query("DELETE FROM mailboxes WHERE service = $1 AND mailbox = $2 AND epoch = $3", [
    lease.service,
    lease.mailbox,
    lease.epoch,
  ]);
}
