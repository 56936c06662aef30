import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readEnv, readTestEnv } from "@/server/env";
import { createTestDatabase, type TestDatabase } from "@/server/testing/database";
import { callerAs } from "@/server/testing/visitors";
import { createWebServices, type WebServices } from "@/server/web-services";
import { createDeadLetterReader } from "./dead-letter-reading";

let database: TestDatabase;
let services: WebServices;
const ask = () => callerAs(services).overview;

beforeAll(async () => {
  database = await createTestDatabase();
  services = createWebServices(readEnv({ DATABASE_URL: database.url, LOG_LEVEL: "error" }));
});

afterAll(async () => {
  services?.log.close();
  await services?.searchPool.end();
  await services?.storePool.end();
  await services?.prisma.$disconnect();
  await database?.drop();
});

describe("the overview of a Sillage that no worker has ever served", () => {
  it("says so, and that what it cannot look at is unknown", async () => {
    const { problems, good } = await ask().problems();
    expect(problems.map(({ kind, severity }) => [kind, severity])).toEqual([
      ["no_worker", "bad"],
      ["coverage_unknown", "unknown"],
      ["dead_letters_unknown", "unknown"],
    ]);
    expect(good).not.toContain("deadLetters");
    expect(good).not.toContain("worker");
  });

  it("knows no lag, and does not call it zero", async () => {
    const lag = await ask().lag({});
    expect(lag.now).toEqual({ workers: 0, seconds: null, messages: null, perSecond: null });
    expect(lag.queues).toEqual([]);
  });

  it("shows what the sampler saw, the peak of each bucket, and a hole where nothing was seen", async () => {
    const at = (minute: string) => `2026-03-01T10:${minute}Z`;
    await services.storePool.query(
      `INSERT INTO audit_queue_samples (vhost, at, ready, waiting)
       VALUES ('/', $1, 5, 7), ('/', $2, 9, NULL), ('/', $3, NULL, NULL)`,
      [at("00:15"), at("00:20"), at("02:00")],
    );
    const lag = await ask().lag({ from: at("00:00"), to: at("03:00") });
    expect(lag.stepMs).toBe(30_000);
    expect(lag.queues).toEqual([{ vhost: "/", waiting: [9, null, null, null, null, null] }]);
  });

  it("states gaps that were counted as losses, and those that nobody can count as unknown", async () => {
    await services.storePool.query(
      `INSERT INTO delivery_gaps (vhost, exchange, from_at, to_at, count, exact, cause, candidates)
       VALUES ('/', 'orders', now() - interval '2 hours', now(), 12, true, 'dropped_by_queue', '{}'),
              ('/', 'orders', now() - interval '1 hour', now(), NULL, false, 'counter_restarted', '{}'),
              ('/', 'orders', now() - interval '3 hours', now(), 99, true, 'before_tap', '{}')`,
    );
    const { problems } = await ask().problems();
    expect(problems.filter((problem) => problem.check === "gaps")).toMatchObject([
      { kind: "gaps", count: 12, exact: true },
      { kind: "gaps_unknown", count: null, subjects: [{ name: "orders", count: null }] },
    ]);
  });

  it("refuses a range that is no time", async () => {
    await expect(ask().totals({ from: "yesterday" })).rejects.toMatchObject({ code: "BAD_REQUEST" });
  });
});

describe("the reader of dead-letter queues", () => {
  it("says why it knows nothing, instead of failing", async () => {
    const { rabbitmqUrl } = readTestEnv();
    const nowhere = createDeadLetterReader(
      readEnv({ RABBITMQ_URL: rabbitmqUrl, RABBITMQ_MANAGEMENT_URL: "http://127.0.0.1:9" }),
    );
    const reading = await nowhere("everything");
    expect(reading.queues).toEqual([]);
    expect(reading.problem).toMatch(/cannot be reached/);
    // A broker whose virtual hosts are none of one's own is no problem of one's own either.
    expect(await nowhere([{ vhost: "elsewhere", exchanges: null }])).toEqual({ queues: [], problem: null });
  });
});
