import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openConnection } from "@/server/broker/connection";
import { TEST_BY } from "@/server/testing/by";
import { createTestUser } from "@/server/testing/vhost";
import { consentToTap } from "./consent";
import type { Taps } from "./start-taps";
import { type Bench, openBench } from "./testing/bench";
import { cutConnections } from "./testing/manage";
import { until } from "./testing/until";

let bench: Bench;
beforeAll(async () => {
  bench = await openBench();
});
afterAll(async () => {
  await stopAll();
  await bench.close();
});

const running: Taps[] = [];
function start(...more: Parameters<Bench["taps"]>): Taps {
  const taps = bench.taps(...more);
  running.push(taps);
  return taps;
}
async function stopAll() {
  await Promise.all(running.splice(0).map((taps) => taps.stop()));
}
const phase = (taps: Taps) => taps.status()[0]!.phase;

describe("somebody else's broker", () => {
  afterAll(stopAll);

  it("is looked at and not touched before somebody consents, then tapped", async () => {
    await bench.channel.assertExchange("foreign", "topic");
    const taps = start({ ownBroker: false });
    await until(
      "it waits",
      () => phase(taps),
      (now) => now === "awaiting_consent",
    );
    const planned = await until(
      "the plan is recorded",
      () => bench.pool.query("SELECT coverage, reason, side_effects FROM exchanges WHERE name = 'foreign'"),
      ({ rows }) => rows.length === 1,
    );
    expect(planned.rows[0]).toEqual({
      coverage: "not_observed",
      reason: { code: "awaiting_consent" },
      side_effects: [{ code: "confirms_wait" }, { code: "mandatory_returns_stop" }],
    });
    expect(await bench.management.exchange(bench.vhost, "sillage.tap")).toBeNull();
    expect(await bench.management.bindingsFrom(bench.vhost, "foreign")).toEqual([]);

    await consentToTap(bench.pool, bench.vhost, TEST_BY);
    await bench.isTapped("foreign");
    await until(
      "the coverage is recorded",
      () => bench.pool.query("SELECT coverage FROM exchanges WHERE name = 'foreign'"),
      ({ rows }) => rows[0].coverage === "complete",
    );
  });

  it("is never touched with SILLAGE_TAP=off", async () => {
    // The tapper of the test before would still tap it.
    await stopAll();
    await bench.channel.assertExchange("untouched", "topic");
    const taps = start({ tap: "off" });
    await until(
      "it is off",
      () => phase(taps),
      (now) => now === "off",
    );
    expect(await bench.management.bindingsFrom(bench.vhost, "untouched")).toEqual([]);
  });
});

describe("two workers", () => {
  afterAll(stopAll);

  it("tap the same exchanges, one of them records it, and the other goes on when that one stops", async () => {
    const first = start();
    start();
    await bench.channel.assertExchange("shared", "topic");
    await bench.isTapped("shared");
    const tapped = await bench.management.bindingsFrom(bench.vhost, "shared");
    expect(tapped.filter((b) => b.destination === "sillage.tap")).toHaveLength(1);

    await first.stop();
    running.splice(running.indexOf(first), 1);
    await bench.channel.assertExchange("after-the-first", "topic");
    await until(
      "the second records",
      () => bench.pool.query("SELECT 1 FROM exchanges WHERE name = 'after-the-first'"),
      ({ rowCount }) => rowCount === 1,
    );
  });
});

describe("a lost connection", () => {
  afterAll(stopAll);

  it("is made again, and what was declared meanwhile is tapped", async () => {
    const taps = start();
    await until(
      "taps stand",
      () => phase(taps),
      (now) => now === "tapping",
    );
    await until(
      "it is cut",
      () => cutConnections(bench.managementUrl, bench.vhost, "sillage taps"),
      (cut) => cut > 0,
    );
    await bench.channel.assertExchange("declared-meanwhile", "topic");
    await bench.isTapped("declared-meanwhile");
    await until(
      "it is well again",
      () => taps.status()[0],
      (s) => s?.phase === "tapping" && s.problem === null,
    );
  });

  it("a broker that is not there is waited for, and said", async () => {
    const taps = start({
      target: { url: "amqp://guest:guest@127.0.0.1:1" },
      managementUrl: "http://127.0.0.1:1",
    });
    const status = await until(
      "it says so",
      () => taps.status()[0]!,
      (s) => s.phase === "failing",
    );
    expect(status.problem).toContain("127.0.0.1:1 cannot be reached");
  });
});

describe("without the management API", () => {
  afterAll(stopAll);

  it("our queue is declared, nothing is bound, and both are said", async () => {
    await stopAll();
    await bench.channel.deleteQueue("sillage.audit");
    await bench.channel.assertExchange("unlisted", "topic");
    const taps = start({ managementUrl: "http://127.0.0.1:1" });
    await until(
      "our queue is there",
      () => bench.management.queue(bench.vhost, "sillage.audit"),
      (queue) => queue !== null,
    );
    const status = await until(
      "it is said",
      () => taps.status()[0]!,
      (s) => s.missing.length > 0,
    );
    expect(status.missing[0]).toMatchObject({
      what: expect.stringContaining("What you bind to the exchange sillage.tap yourself is recorded."),
      command: "rabbitmq-plugins enable rabbitmq_management",
    });
    expect(await bench.management.bindingsFrom(bench.vhost, "unlisted")).toEqual([]);
  });
});

describe("an audit queue that somebody declared with other arguments", () => {
  afterAll(stopAll);

  it("is used as it is, and the difference is said", async () => {
    const taps = start({ limits: { maxMessages: 7, maxBytes: 7_000 } });
    const status = await until(
      "it is said",
      () => taps.status()[0]!,
      (s) => s.warnings.length > 0,
    );
    expect(status.warnings[0]).toContain("sillage.audit exists with other arguments");
    await bench.channel.assertExchange("tapped-anyway", "topic");
    await bench.isTapped("tapped-anyway");
  });
});

describe("a user with the least rights", () => {
  let user: Awaited<ReturnType<typeof createTestUser>>;
  afterAll(async () => {
    await stopAll();
    await user.drop();
  });
  const asUser = () => ({ target: { url: user.url }, managementUrl: user.managementUrl });

  it("taps everything, by polling where the broker's events are not granted", async () => {
    user = await createTestUser(bench, {
      configure: "^sillage\\.",
      write: "^sillage\\.",
      read: ".*",
      tags: "monitoring",
    });
    const taps = start(asUser());
    await bench.channel.assertExchange("for-the-least", "topic");
    await bench.isTapped("for-the-least");
    const status = await until(
      "rights are checked and the events were refused",
      () => taps.status()[0]!,
      (s) => s.missing.length > 0 && s.phase === "tapping" && s.following === "polling",
    );
    const name = new URL(user.url).username;
    expect(status.missing.map((right) => right.command)).toEqual([
      `rabbitmqctl set_permissions -p / ${name} '^sillage\\.' '^sillage\\.' '^(sillage\\.|amq\\.rabbitmq\\.event$)'`,
    ]);
  });

  it("that may not read one exchange has that one refused and the others tapped", async () => {
    await stopAll();
    await user.drop();
    user = await createTestUser(bench, {
      configure: "^sillage\\.",
      write: "^sillage\\.",
      read: "^(?!secret$).*",
      tags: "management",
    });
    await bench.channel.assertExchange("secret", "topic");
    await bench.channel.assertExchange("zz-public", "topic");
    const taps = start(asUser());
    await bench.isTapped("zz-public");
    const status = await until(
      "it is said",
      () => taps.status()[0]!,
      (s) => s.refused.length > 0,
    );
    expect(status.refused).toEqual([
      { exchange: "secret", detail: expect.stringContaining("access to exchange 'secret'") },
    ]);
    await until(
      "it is recorded",
      () => bench.pool.query("SELECT coverage, reason->>'code' AS code FROM exchanges WHERE name = 'secret'"),
      ({ rows }) => rows[0]?.coverage === "not_observed" && rows[0].code === "refused",
    );
  });

  it.each([
    ["no tag", { configure: ".*", write: ".*", read: ".*" }, "set_user_tags"],
    [
      "no right to declare",
      { configure: "^$", write: ".*", read: ".*", tags: "monitoring" },
      "set_permissions",
    ],
    [
      "no right to write",
      { configure: ".*", write: "^$", read: ".*", tags: "monitoring" },
      "set_permissions",
    ],
    ["no right to read", { configure: ".*", write: ".*", read: "^$", tags: "monitoring" }, "set_permissions"],
  ])("%s is reported with the command that grants it", async (_, rights, command) => {
    await stopAll();
    await user.drop();
    user = await createTestUser(bench, rights);
    const taps = start(asUser());
    const { missing } = await until(
      "it is said",
      () => taps.status()[0]!,
      (s) => s.missing.length > 0,
    );
    expect(missing[0]!.command).toContain(`rabbitmqctl ${command}`);
    expect(missing[0]!.command).toContain(new URL(user.url).username);
  });
});

it("names that are not text for a database or a terminal are tapped and recorded", async () => {
  const taps = start();
  const connection = await openConnection({ url: bench.url }, "hostile");
  const channel = await connection.createChannel();
  const names = [
    "nul\0inside",
    "<script>alert(1)</script>",
    "..",
    "a/b",
    "'; DROP TABLE exchanges; --",
    "é🙂",
  ];
  for (const name of names) await channel.assertExchange(name, "topic");
  await until(
    "all are recorded as tapped",
    () =>
      bench.pool.query("SELECT name FROM exchanges WHERE tapped_at IS NOT NULL AND name = ANY($1)", [
        names.map((name) => name.replace("\0", "\uFFFD")),
      ]),
    ({ rowCount }) => rowCount === names.length,
  );
  expect(taps.status()[0]!.refused).toEqual([]);
  await connection.close();
});
