import pg from "pg";

/**
 * Moments in the life of a complaint at which something is killed: each is a change that the database has just
 * committed. Name, table, and the condition on the changed row.
 */
const POINTS = {
  "an event is in the store and its message in the outbox": [
    "outbox",
    "INSERT",
    "NEW.routing_key = 'complaint.created'",
  ],
  "the broker has confirmed a message": ["outbox", "DELETE", "OLD.routing_key = 'complaint.created'"],
  "a message is in the inbox, not acked": ["inbox", "INSERT", "NEW.service = 'notification-service'"],
  "a mail is planned": ["notifications", "INSERT", "TRUE"],
  "a mail is about to be handed over": ["notifications", "UPDATE", "NEW.state = 'sending'"],
  "a mail is sent": ["notifications", "UPDATE", "NEW.state = 'sent'"],
  "a mail is refused": ["notifications", "UPDATE", "NEW.state = 'failed'"],
  "a message is handled": ["inbox", "UPDATE", "NEW.state = 'done'"],
  "a message is given up": ["inbox", "UPDATE", "NEW.state = 'dead'"],
  "a compensation is required": ["outbox", "INSERT", "NEW.routing_key = 'complaint.compensation_required'"],
  "an action of a compensation is done": ["compensation_steps", "INSERT", "NEW.action_order = 1"],
  "the last action of a compensation is done": ["compensation_steps", "INSERT", "NEW.action_order = 2"],
  "a compensation is recorded": ["outbox", "INSERT", "NEW.routing_key = 'complaint.compensated'"],
} as const satisfies Record<string, readonly [table: string, change: string, when: string]>;

export type KillPoint = keyof typeof POINTS;
export const KILL_POINTS = Object.keys(POINTS) as KillPoint[];

/** Hears of the moments as they are committed. */
export class KillPoints {
  readonly #client: pg.Client;
  #armed: { point: KillPoint; reached: () => void } | null = null;

  private constructor(client: pg.Client) {
    this.#client = client;
    client.on("error", () => {});
    client.on("notification", ({ payload }) => {
      const armed = this.#armed;
      if (!armed || armed.point !== payload) return;
      this.#armed = null;
      armed.reached();
    });
  }

  static async listen(databaseUrl: string): Promise<KillPoints> {
    const client = new pg.Client({ connectionString: databaseUrl });
    const points = new KillPoints(client);
    await client.connect();
    await client.query(`CREATE FUNCTION tell_kill_point() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN PERFORM pg_notify('kill_points', TG_ARGV[0]); RETURN NULL; END $$`);
    for (const [i, [point, [table, change, when]]] of Object.entries(POINTS).entries()) {
      await client.query(
        `CREATE TRIGGER kill_point_${i} AFTER ${change} ON ${table} FOR EACH ROW WHEN (${when})
         EXECUTE FUNCTION tell_kill_point('${point}')`,
      );
    }
    await client.query("LISTEN kill_points");
    return points;
  }

  /** Waits for the next time that a moment is reached. */
  next(point: KillPoint): Promise<void> {
    return new Promise((resolve) => {
      this.#armed = { point, reached: resolve };
    });
  }

  stop(): Promise<void> {
    return this.#client.end();
  }
}
