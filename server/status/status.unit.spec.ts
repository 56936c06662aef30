import { describe, expect, it } from "vitest";
import { readEnv } from "@/server/env";
import type { QueueStatus } from "@/server/processes/process-status";
import { type ProcessReport, placeOf, readinessOf, summarise } from "./status";

const now = new Date("2026-03-01T12:00:00Z");
const secondsAgo = (seconds: number) => new Date(now.getTime() - seconds * 1000);

const queue = (fields: Partial<QueueStatus>): QueueStatus => ({
  vhost: "/",
  state: "active",
  since: now.toISOString(),
  error: null,
  ready: 0,
  inHand: 0,
  lagSeconds: 0,
  perSecond: 0,
  lastBatch: null,
  stored: 0,
  quarantined: 0,
  ...fields,
});

const worker = (id: string, seenAt: Date, ...queues: QueueStatus[]): ProcessReport => ({
  id,
  seenAt,
  status: {
    role: "worker",
    queues,
    sequencer: { head: 10, waiting: 0, error: null },
  } as ProcessReport["status"],
});

const ready = (reports: ProcessReport[]) => readinessOf(summarise(reports, now));

describe("readiness", () => {
  it("is given with one active and one standby worker", () => {
    const parts = ready([
      worker("a", secondsAgo(1), queue({ state: "standby", ready: null })),
      worker("b", secondsAgo(2), queue({ ready: 12, inHand: 3 })),
    ]);
    expect(parts.worker).toEqual({ ok: true, reason: "2 running" });
    expect(parts.broker.ok).toBe(true);
    expect(parts.lag).toEqual({ ok: true, reason: "0.0 s, 15 messages waiting" });
  });

  it("is missing when the last worker went silent", () => {
    const parts = ready([worker("a", secondsAgo(11), queue({}))]);
    expect(parts.worker.ok).toBe(false);
    expect(parts.broker.ok).toBe(false);
    expect(parts.lag.ok).toBe(false);
  });

  it("says why a queue is not being consumed", () => {
    const parts = ready([
      worker("a", secondsAgo(1), queue({ state: "connecting", error: "connection refused" })),
    ]);
    expect(parts.broker).toEqual({ ok: false, reason: "/: connecting: connection refused" });
  });

  it("is missing when the ingest is far behind", () => {
    expect(ready([worker("a", secondsAgo(1), queue({ lagSeconds: 500 }))]).lag.ok).toBe(false);
  });
});

describe("the place", () => {
  const place = (environment: string) =>
    placeOf(
      readEnv({
        SILLAGE_ENVIRONMENT: environment,
        RABBITMQ_URL: "amqps://sillage:secret@broker.example.com:5671/shop",
      }),
    );

  it("names the broker without its secrets", () => {
    expect(place("")).toEqual({
      environment: null,
      broker: "broker.example.com:5671",
      design: false,
      complaints: null,
    });
    expect(placeOf(readEnv({}))).toEqual({
      environment: null,
      broker: null,
      design: false,
      complaints: null,
    });
  });

  it.each([
    ["production", "production", "red"],
    ["Staging 2", "Staging 2", "orange"],
    ["démo", "démo", "grey"],
    ["eu-1:violet", "eu-1", "violet"],
    ["production:grey", "production", "grey"],
  ])("takes its name and colour from %s", (text, name, colour) => {
    expect(place(text).environment).toEqual({ name, colour });
  });

  it.each(["prod:pink", "a".repeat(30), "<b>", ":red"])("refuses %s", (text) => {
    expect(() => place(text)).toThrow(/SILLAGE_ENVIRONMENT (is not a short name|has a colour)/);
  });
});
