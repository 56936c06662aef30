import { randomUUID } from "node:crypto";
import type { ChannelModel, ConfirmChannel } from "amqplib";
import type { Pool } from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openConnection } from "@/server/broker/connection";
import { createPool } from "@/server/db";
import { openBody } from "@/server/event-store/seal";
import { createLogger } from "@/server/logger";
import { createTestDatabase, type TestDatabase } from "@/server/testing/database";
import { until } from "@/server/testing/until";
import { createTestVhost, type TestVhost } from "@/server/testing/vhost";
import { ServiceFailure } from "./failure";
import type { InboxMessage } from "./inbox-messages";
import type { Effects, Handling, Service } from "./service";
import { type Services, startServices } from "./start-services";

const SERVICE = "notification-service";
const EXCHANGE = "complaints.events";
let database: TestDatabase;
let vhost: TestVhost;
let pool: Pool;
let connection: ChannelModel;
let channel: ConfirmChannel;
let services: Services;

/** What the service does with the events of a complaint; by default it notes each one. */
const behaviours = new Map<string, (message: InboxMessage, handling: Handling) => Promise<Effects>>();
const given: string[] = [];

const note =
  (message: InboxMessage): Effects =>
  async (client) => {
    await client.query("INSERT INTO noted (event_id) VALUES ($1)", [message.eventId]);
  };
const service: Service = {
  name: SERVICE,
  handle: async (message, handling) =>
    (behaviours.get(message.mailbox) ?? (async () => note(message)))(message, handling),
  giveUp: async (message) => async () => {
    given.push(message.eventId);
  },
};

function start(owner: string): Services {
  return startServices({
    target: { url: vhost.url },
    vhost: vhost.vhost,
    owner,
    pool,
    logger: createLogger({ service: "test", level: "silent" }),
    services: [service],
    onHandled: () => {},
  });
}

beforeAll(async () => {
  [database, vhost] = await Promise.all([createTestDatabase(), createTestVhost()]);
  pool = createPool(database.url, "test", 20);
  await pool.query("CREATE TABLE noted (event_id text NOT NULL)");
  services = start("first");
  await until(async () => (await services.status())[0]?.state === "consuming" || null);
  connection = await openConnection({ url: vhost.url }, "test");
  channel = await connection.createConfirmChannel();
});
afterAll(async () => {
  await services.stop();
  await connection.close();
  await pool.end();
  await vhost.drop();
  await database.drop();
});

/** Publishes an event of a complaint. */
function publish(
  complaintId: string,
  eventId = randomUUID() as string,
  more: Record<string, unknown> = {},
): string {
  const event = {
    eventId,
    eventType: "COMPLAINT_CREATED",
    aggregateId: complaintId,
    aggregateType: "Complaint",
    eventData: { complaintId, ...more },
    metadata: { timestamp: new Date(0).toISOString(), version: 1, correlationId: "c" },
  };
  publishRaw(Buffer.from(JSON.stringify(event)), { messageId: eventId });
  return eventId;
}
function publishRaw(body: Buffer, options: { messageId?: string; headers?: object } = {}): void {
  channel.publish(EXCHANGE, "complaint.created", body, { persistent: true, ...options });
}

const row = async (eventId: string) =>
  (await pool.query("SELECT * FROM inbox WHERE event_id = $1", [eventId])).rows[0];
const inState = (eventId: string, state: string) =>
  until(async () => {
    const found = await row(eventId);
    return found?.state === state ? found : null;
  });
const noted = async (eventId: string) =>
  (await pool.query("SELECT 1 FROM noted WHERE event_id = $1", [eventId])).rowCount;
const deadLetters = async (error: string) =>
  (
    await pool.query(
      "SELECT * FROM outbox WHERE exchange = 'complaints.events.dlx' AND headers->>'x-sillage-error' LIKE $1",
      [`%${error}%`],
    )
  ).rows;
/** Lets what waits for its next attempt begin it now. */
const skipWait = (eventId: string) =>
  pool.query("UPDATE inbox SET next_attempt_at = now() WHERE event_id = $1", [eventId]);

/** As if another worker had taken a mailbox and was killed: whoever looks next may take it. */
const takeAway = (mailbox: string) =>
  pool.query(
    "UPDATE mailboxes SET epoch = nextval('mailbox_epochs'), lease_until = now() WHERE mailbox = $1",
    [mailbox],
  );

/** A promise to be settled from outside. */
function gate() {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { open, opened };
}

describe("a message to a service", () => {
  it("is handled once, however often it is delivered", async () => {
    const eventId = publish("once");
    await inState(eventId, "done");
    publish("once", eventId);
    await inState(publish("once"), "done");
    expect(await noted(eventId)).toBe(1);
    expect((await channel.checkQueue(SERVICE)).messageCount).toBe(0);
  });

  it("goes to the next worker with the queue, and what it left is handled there", async () => {
    const second = start("second");
    const handling = gate();
    behaviours.set("handover", async (message) => {
      await handling.opened;
      return note(message);
    });
    const eventIds = Array.from({ length: 20 }, () => publish("handover"));
    await inState(eventIds[0]!, "waiting");
    const stopped = services.stop();
    handling.open();
    await stopped;
    for (const eventId of eventIds) await inState(eventId, "done");
    for (const eventId of eventIds) expect(await noted(eventId)).toBe(1);
    services = second;
  });
});

describe("a mailbox", () => {
  it("is handled one message at a time, and others meanwhile", async () => {
    const slow = gate();
    let atOnce = 0;
    let most = 0;
    behaviours.set("slow", async (message) => {
      most = Math.max(most, ++atOnce);
      await slow.opened;
      atOnce--;
      return note(message);
    });
    const held = [publish("slow"), publish("slow"), publish("slow")];
    await inState(held[2]!, "waiting");
    await inState(publish("other"), "done");
    slow.open();
    for (const eventId of held) await inState(eventId, "done");
    expect(most).toBe(1);
  });

  it("whose owner says nothing is taken over, and what the old owner still does is not committed", async () => {
    const stuck = gate();
    let handlings = 0;
    behaviours.set("stuck", async (message) => {
      if (++handlings === 1) await stuck.opened;
      return note(message);
    });
    const eventId = publish("stuck");
    await until(async () => (handlings === 1 ? true : null));
    await takeAway("stuck");
    await inState(eventId, "done");
    stuck.open();
    await inState(publish("stuck"), "done");
    expect(handlings).toBe(3);
    expect(await noted(eventId)).toBe(1);
  });
});

describe("a message that fails", () => {
  it("waits for its next attempt and blocks no other, not even of its mailbox", async () => {
    let failing = true;
    behaviours.set("flaky", async (message) => {
      if (failing && message.attempts === 0 && message.eventId === first) throw new Error("away");
      return note(message);
    });
    const first: string = randomUUID();
    publish("flaky", first);
    const waiting = await until(async () => {
      const found = await row(first);
      return found?.attempts === 1 ? found : null;
    });
    expect(waiting).toMatchObject({ state: "waiting", error_class: "transient", error: "away" });
    expect(waiting.next_attempt_at.getTime()).toBeGreaterThan(waiting.received_at.getTime());
    await inState(publish("flaky"), "done");
    failing = false;
    await skipWait(first);
    expect(await inState(first, "done")).toMatchObject({ attempts: 1, starts: 2 });
  });

  it("five times goes to the dead-letter queue, with what its service says to that", async () => {
    behaviours.set("hopeless", async () => {
      throw new Error("never works");
    });
    const eventId = publish("hopeless");
    for (let attempts = 1; attempts < 5; attempts++) {
      await until(async () => ((await row(eventId))?.attempts === attempts ? true : null));
      await skipWait(eventId);
    }
    expect(await inState(eventId, "dead")).toMatchObject({ attempts: 5, error_class: "transient" });
    expect(given).toContain(eventId);
    const [dead] = await deadLetters("never works");
    expect(dead).toMatchObject({
      routing_key: "complaint.created",
      properties: { messageId: eventId, deliveryMode: 2 },
      headers: {
        "x-sillage-service": SERVICE,
        "x-sillage-error-class": "transient",
        "x-sillage-attempts": 5,
        "x-first-death-queue": SERVICE,
      },
    });
  });

  it.each(["poison", "business"] as const)("as %s is not tried again", async (errorClass) => {
    behaviours.set(errorClass, async () => {
      throw new ServiceFailure(errorClass, `${errorClass} it is`);
    });
    const eventId = publish(errorClass);
    expect(await inState(eventId, "dead")).toMatchObject({ attempts: 1, error_class: errorClass });
    expect(await deadLetters(`${errorClass} it is`)).toHaveLength(1);
  });

  it("and takes its worker with it is given up in the end", async () => {
    const eventId = randomUUID();
    const blocked = gate();
    behaviours.set("deadly", () => blocked.opened.then(() => Promise.reject(new Error("too late"))));
    publish("deadly", eventId);
    await until(async () => ((await row(eventId))?.starts === 1 ? true : null));
    await pool.query("UPDATE inbox SET starts = 10 WHERE event_id = $1", [eventId]);
    await takeAway("deadly");
    expect(await inState(eventId, "dead")).toMatchObject({ error_class: "poison" });
    blocked.open();
  });
});

describe("a message that is no event", () => {
  it("goes to the dead-letter queue byte for byte", async () => {
    const body = Buffer.from([0x7b, 0xff, 0x00]);
    publishRaw(body, { headers: { odd: "a\0b" } });
    const [dead] = await until(async () => {
      const found = await deadLetters("not JSON");
      return found.length > 0 ? found : null;
    });
    expect(openBody(dead.body_codec, dead.body).equals(body)).toBe(true);
    expect(dead.headers["x-sillage-error-class"]).toBe("poison");
    const properties = Buffer.from(dead.headers["x-sillage-properties"], "base64");
    expect(properties.includes(Buffer.from("a\0b"))).toBe(true);
  });

  it("or bears the id of another one suppresses nothing and is poison", async () => {
    const eventId = publish("clash");
    await inState(eventId, "done");
    publish("clash", eventId, { title: "other" });
    const [dead] = await until(async () => {
      const found = await deadLetters(eventId);
      return found.length > 0 ? found : null;
    });
    expect(dead.headers["x-sillage-error-class"]).toBe("poison");
    expect((await row(eventId)).state).toBe("done");
  });

  it("and is larger than any event is dead-lettered whole by the broker", async () => {
    publishRaw(Buffer.alloc((1 << 20) + 1, "x"));
    const dead = await until(
      async () => (await channel.get("complaints.events.dlq", { noAck: true })) || null,
    );
    expect(dead.content.length).toBe((1 << 20) + 1);
  });
});
