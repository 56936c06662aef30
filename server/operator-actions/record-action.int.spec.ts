import type { Pool } from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createPool, createPrisma } from "@/server/db";
import { SillageError } from "@/server/errors";
import type { PrismaClient } from "@/server/generated/prisma/client";
import { createTestDatabase, type TestDatabase } from "@/server/testing/database";
import { act, type Deed } from "./act";
import type { ActionToRecord, By } from "./action";
import { recordAction } from "./record-action";

let database: TestDatabase;
let pool: Pool;
let prisma: PrismaClient;
beforeAll(async () => {
  database = await createTestDatabase();
  pool = createPool(database.url, "a test", 4);
  prisma = createPrisma(database.url);
});
afterAll(async () => {
  await pool?.end();
  await prisma?.$disconnect();
  await database?.drop();
});

const ANN: By = { actor: { kind: "user", id: "7", name: "Ann" }, from: "192.0.2.7" };
const deed = (id: string, more: Partial<Deed> = {}): Deed => ({
  by: ANN,
  action: "exchange.excluded",
  target: { type: "exchange", id, vhost: "/", exchange: id },
  ...more,
});
const action = (id: string, more: Partial<ActionToRecord> = {}): ActionToRecord => ({
  ...deed(id),
  outcome: "done",
  ...more,
});
const about = (id: string) =>
  prisma.operatorAction.findMany({ where: { targetId: id }, orderBy: { id: "asc" } });

describe("an action", () => {
  it.each(["pool", "prisma"])("is written through the %s, whole", async (way) => {
    const at = new Date("2026-03-01T10:00:00.123Z");
    await recordAction(way === "pool" ? pool : prisma, {
      ...action(`whole ${way}`),
      before: { excluded: false },
      after: { excluded: true },
      by: { ...ANN, reason: "too loud" },
      detail: { n: 1 },
      at,
    });
    expect(await about(`whole ${way}`)).toMatchObject([
      {
        at,
        actorKind: "user",
        actorId: "7",
        actorName: "Ann",
        fromAddress: "192.0.2.7",
        action: "exchange.excluded",
        targetType: "exchange",
        vhost: "/",
        exchange: `whole ${way}`,
        before: { excluded: false },
        after: { excluded: true },
        reason: "too loud",
        outcome: "done",
        detail: { n: 1 },
      },
    ]);
  });

  it("belongs to the transaction that it is given, of either kind", async () => {
    await prisma
      .$transaction(async (transaction) => {
        await recordAction(transaction, action("undone"));
        throw new Error("no");
      })
      .catch(() => {});
    expect(await about("undone")).toEqual([]);
  });

  it("is written whatever its texts hold, and tells no secret", async () => {
    const hostile = 'a\0b\ud800<script>"; DROP TABLE operator_actions; --\u202e\x1b[31m';
    for (const writer of [pool, prisma]) {
      await recordAction(writer, {
        ...action(`hostile ${hostile}`),
        by: {
          actor: { kind: "user", id: hostile.repeat(300), name: hostile },
          from: hostile,
          reason: "x".repeat(1_000_000),
        },
        target: {
          type: "exchange",
          id: `hostile ${hostile}${"é".repeat(9_000)}`,
          vhost: hostile,
          exchange: hostile,
        },
        before: { [hostile]: hostile, password: "hunter2", big: "y".repeat(1_000_000) },
        after: JSON.parse('{"__proto__": 1}'),
        detail: "see amqp://sillage:hunter2@broker",
      });
    }
    const rows = await prisma.operatorAction.findMany({ where: { targetId: { startsWith: "hostile" } } });
    expect(rows).toHaveLength(2);
    for (const row of rows) {
      expect(row.actorName).toBe(hostile.replace("\0", "\uFFFD").replace("\ud800", "\uFFFD"));
      expect(JSON.stringify(row, (_, it) => (typeof it === "bigint" ? String(it) : it))).not.toContain(
        "hunter2",
      );
      expect(JSON.stringify(row.after)).toBe('{"__proto__":1}');
      expect(row.reason!.length).toBeLessThan(1_100);
    }
  });
});

describe("the record", () => {
  it.each([
    "UPDATE operator_actions SET reason = 'nothing happened'",
    "UPDATE operator_actions SET reason = 'x' WHERE false",
    "DELETE FROM operator_actions",
    "TRUNCATE operator_actions",
    "SET session_replication_role = replica; DELETE FROM operator_actions",
    "INSERT INTO operator_actions (id, actor_kind, actor_name, action, target_type, target_id, outcome) OVERRIDING SYSTEM VALUE SELECT id, 'x', 'x', 'x', 'x', 'x', 'done' FROM operator_actions LIMIT 1 ON CONFLICT (id) DO UPDATE SET actor_name = 'somebody else'",
    "MERGE INTO operator_actions a USING (SELECT 1) AS one ON true WHEN MATCHED THEN DELETE",
  ])("refuses %s, from a superuser too", async (statement) => {
    await recordAction(pool, action("kept for ever"));
    const client = await pool.connect();
    try {
      await expect(client.query(statement)).rejects.toMatchObject({
        code: "23001",
        message: "operator_actions is append-only",
      });
    } finally {
      client.release(true);
    }
  });
});

describe("a change and its record", () => {
  const put =
    (id: string) => async (client: { query: (text: string, values: unknown[]) => Promise<unknown> }) => {
      await client.query("INSERT INTO exchange_exclusions (vhost, name, excluded_by) VALUES ('v', $1, 'x')", [
        id,
      ]);
      return { value: id, before: { excluded: false }, after: { excluded: true } };
    };
  const isExcluded = async (name: string) =>
    (await prisma.exchangeExclusion.count({ where: { vhost: "v", name } })) === 1;

  it("happen together", async () => {
    expect(await act(pool, deed("both", { by: { ...ANN, reason: "asked for" } }), put("both"))).toBe("both");
    expect(await isExcluded("both")).toBe(true);
    expect(await about("both")).toMatchObject([
      { outcome: "done", before: { excluded: false }, after: { excluded: true }, reason: "asked for" },
    ]);
  });

  it("are undone together, and the failure is recorded", async () => {
    const failing = act(pool, deed("neither"), async (client) => {
      await put("neither")(client);
      throw new SillageError("CONFLICT", "It cannot be, says amqp://a:hunter2@b.");
    });
    await expect(failing).rejects.toMatchObject({ code: "CONFLICT" });
    expect(await isExcluded("neither")).toBe(false);
    expect(await about("neither")).toMatchObject([
      { outcome: "failed", detail: { error: "It cannot be, says amqp://(hidden)@b." }, after: null },
    ]);
  });

  it("leave no change without a record", async () => {
    await pool.query(
      "ALTER TABLE operator_actions ADD CONSTRAINT away CHECK (target_id <> 'unrecorded') NOT VALID",
    );
    await expect(act(pool, deed("unrecorded"), put("unrecorded"))).rejects.toMatchObject({ code: "23514" });
    expect(await isExcluded("unrecorded")).toBe(false);
  });
});
