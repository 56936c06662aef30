import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { holdDataFolder } from "./instance-lock";
import { freePorts, portIsFree } from "./ports";
import { prefixLines } from "./prefix-lines";
import { restartDelay } from "./restart-delay";
import { planTests } from "./test-plan";
import { recap, sum, tallyOf } from "./test-tally";
import { isPageSource } from "./web-build";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "sillage-launch-"));
});

afterEach(() => rmSync(folder, { recursive: true }));

describe("a data folder", () => {
  it("is held by one process, which is named to the next", () => {
    const { release, leftOver } = holdDataFolder(folder, "npm start");
    expect(leftOver).toBe(false);
    expect(() => holdDataFolder(folder, "npm start")).toThrow(new RegExp(`process ${process.pid}, since 20`));
    release();
    holdDataFolder(folder, "npm start").release();
  });

  it.each([
    [
      "of a process that is gone",
      JSON.stringify({ pid: 2 ** 22 - 1, started: "1", since: "x", command: "y" }),
    ],
    ["of an earlier process with the id of a living one", JSON.stringify({ pid: process.pid, started: "0" })],
    ["cut short by a crash", '{"pid":'],
  ])("with a lock %s is taken over", (_, left) => {
    writeFileSync(join(folder, "lock.json"), left);
    const { release, leftOver } = holdDataFolder(folder, "npm start");
    expect(leftOver).toBe(true);
    release();
  });
});

describe("ports", () => {
  it("are free, different, and below those of outgoing connections", async () => {
    const ports = await freePorts(4);
    expect(new Set(ports).size).toBe(4);
    expect(Math.max(...ports)).toBeLessThan(32_768);
    expect(await portIsFree(ports[0]!)).toBe(true);
  });
});

describe("the delay before a restart", () => {
  it("doubles with each failure, is half random, and ends at 30 s", () => {
    expect(restartDelay(1, 0)).toBe(125);
    expect(restartDelay(1, 0.999)).toBe(250);
    expect(restartDelay(4, 0)).toBe(1000);
    expect(restartDelay(50, 0.999)).toBeLessThanOrEqual(30_000);
  });
});

describe("a program's log", () => {
  it("is passed on line by line with its name, and control characters are made visible", async () => {
    const from = new PassThrough();
    const to = new PassThrough();
    prefixLines("web", from, to);
    from.write("one\ntw");
    from.end("o\u001b[2J\tthree");
    await new Promise((resolve) => setImmediate(resolve));
    expect(to.read().toString()).toBe("web    | one\nweb    | two\\x1b[2J\tthree\n");
  });
});

describe("npm test", () => {
  it("runs everything but the long kill tests", () => {
    expect(planTests([])).toEqual({ levels: ["check", "unit", "int", "e2e"], filters: [] });
    expect(planTests(["int", "server/ingest"])).toEqual({ levels: ["int"], filters: ["server/ingest"] });
    expect(() => planTests(["server/ingest"])).toThrow("Which level?");
  });

  it("adds up, and never takes a run that broke for one that passed", () => {
    const report = {
      success: true,
      numPassedTests: 3,
      numFailedTests: 0,
      numPendingTests: 1,
      numTodoTests: 1,
      testResults: [],
    };
    const none = { failures: [] };
    expect(tallyOf(report, 0, "unit", "")).toEqual({ passed: 3, failed: 0, skipped: 2, ...none });
    expect(tallyOf({ ...report, success: false, numFailedTests: 2 }, 1, "unit", "").failed).toBe(2);
    expect(tallyOf({ ...report, success: false }, 1, "unit", "").failed).toBe(1);
    const broken = tallyOf(null, 1, "unit", "Unhandled Rejection");
    expect(broken).toMatchObject({ passed: 0, failed: 1, skipped: 0 });
    expect(sum([tallyOf(report, 0, "unit", ""), broken])).toEqual({
      passed: 3,
      failed: 1,
      skipped: 2,
      failures: [{ what: "unit (exit code 1)", why: "Unhandled Rejection" }],
    });
  });

  it("says at its end what failed", () => {
    const test = (fullName: string, status: string) => ({
      fullName,
      status,
      failureMessages: ["Error: no\n at x"],
    });
    const report = {
      success: false,
      numPassedTests: 1,
      numFailedTests: 1,
      numPendingTests: 0,
      numTodoTests: 0,
      testResults: [
        {
          name: "a.spec.ts",
          message: "",
          assertionResults: [test("adds", "passed"), test("counts", "failed")],
        },
        { name: "b.spec.ts", message: "SyntaxError", assertionResults: [] },
      ],
    };
    const text = recap(tallyOf(report, 1, "unit", "the end").failures);
    expect(text).toBe(
      "FAILED a.spec.ts: counts\n  Error: no\n   at x\n\nFAILED b.spec.ts\n  SyntaxError\n\n",
    );
    expect(recap([])).toBe("");
  });
});

describe("the pages", () => {
  it("are built again for what they are made of, and not for tests, the launcher or generated code", () => {
    expect(["app/page.tsx", "server/audit/queries.ts", "prisma/schema.prisma"].every(isPageSource)).toBe(
      true,
    );
    expect(
      [
        "server/audit/queries.unit.spec.ts",
        "server/launch/start.ts",
        "server/generated/prisma/client.ts",
      ].some(isPageSource),
    ).toBe(false);
  });
});
