import pg, { type Pool } from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createPool } from "@/server/db";
import { orderEvent, testRecord } from "@/server/testing/arrivals";
import { createTestDatabase, type TestDatabase } from "@/server/testing/database";
import { BatchWriter } from "./append-batch";
import { readLog } from "./read-log";
import { RecordIds } from "./record-ids";
import { logHead, sequence } from "./sequencer";

let database: TestDatabase;
let pool: Pool;

beforeAll(async () => {
  database = await createTestDatabase();
  pool = createPool(database.url, "test", 20);
});
afterAll(async () => {
  await pool.end();
  await database.drop();
});

let writers = 0;

/** A writer that commits only when told to, or rolls back. On an exchange of its own: rollup rows are shared within one. */
async function slowWriter(count: number, ids = new RecordIds()) {
  const client = await pool.connect();
  const firstRecord = await ids.take(client, count);
  const exchange = `writer-${writers++}`;
  let release: (error?: Error) => void = () => {};
  let written: () => void = () => {};
  const inside = new Promise<void>((resolve) => {
    written = resolve;
  });
  const gate = new Promise<void>((resolve, reject) => {
    release = (error) => (error ? reject(error) : resolve());
  });
  const done = new BatchWriter()
    .append(
      client,
      Array.from({ length: count }, (_, i) =>
        testRecord({ json: orderEvent(`${firstRecord}-${i}`), exchange }),
      ),
      {
        firstRecord,
        lease: null,
        also: async () => {
          written();
          await gate;
        },
      },
    )
    .finally(() => client.release());
  done.catch(() => {});
  await inside;
  return {
    firstRecord,
    commit: () => {
      release();
      return done;
    },
    rollback: () => {
      release(new Error("told to roll back"));
      return done.catch(() => {});
    },
  };
}

/** Follows the log by position to its end. */
class PositionReader {
  readonly seen: number[] = [];
  #next = 0;
  async readToEnd(): Promise<void> {
    for (;;) {
      const entries = await readLog(pool, this.#next, 3);
      if (entries.length === 0) return;
      for (const entry of entries) {
        expect(entry.position).toBe(this.#next++);
        this.seen.push(entry.id);
      }
    }
  }
}

/** What so many do: remember the highest id and ask for more. */
class NaiveReader {
  readonly seen: number[] = [];
  #last = -1;
  async readToEnd(): Promise<void> {
    const { rows } = await pool.query("SELECT id FROM messages WHERE id > $1 ORDER BY id", [this.#last]);
    for (const { id } of rows) {
      this.seen.push(Number(id));
      this.#last = Number(id);
    }
  }
}

describe("the global log", () => {
  it("lets no reader skip a record that commits late, where a reader by id does skip", async () => {
    const ids = new RecordIds();
    const byPosition = new PositionReader();
    const byId = new NaiveReader();
    const read = async () => {
      while ((await sequence(pool)).sequenced > 0);
      await byPosition.readToEnd();
      await byId.readToEnd();
    };
    const late = await slowWriter(4, ids);
    const early = await slowWriter(5, ids);
    const never = await slowWriter(3, ids);
    await early.commit();
    await read();
    await never.rollback();
    await late.commit();
    await read();

    const { rows } = await pool.query<{ id: string }>("SELECT id FROM messages ORDER BY id");
    const all = rows.map((row) => Number(row.id));
    expect(all).toHaveLength(9);
    expect([...byPosition.seen].sort((a, b) => a - b)).toEqual(all);
    expect(byId.seen).not.toContain(late.firstRecord);
  });

  it("goes on while a transaction stays open in this and in another database", async () => {
    const other = await createTestDatabase();
    const elsewhere = new pg.Client({ connectionString: other.url });
    await elsewhere.connect();
    await elsewhere.query("BEGIN");
    await elsewhere.query("INSERT INTO store_keys (purpose, secret) VALUES ('held open', '')");
    const here = await slowWriter(1);
    const before = await logHead(pool);
    await (await slowWriter(2)).commit();
    await sequence(pool);
    expect(await logHead(pool)).toBe(before + 2);
    await here.rollback();
    await elsewhere.end();
    await other.drop();
  });

  it("stays dense with many writers, rollbacks and sequencers at once", async () => {
    const before = await logHead(pool);
    let committed = 0;
    const sequencing = { on: true };
    const sequencers = [1, 2].map(async () => {
      while (sequencing.on) await sequence(pool);
    });
    await Promise.all(
      Array.from({ length: 6 }, async (_, writer) => {
        for (let round = 0; round < 5; round++) {
          const slow = await slowWriter(1 + ((writer + round) % 3));
          if ((writer + round) % 4 === 0) await slow.rollback();
          else {
            await slow.commit();
            committed += 1 + ((writer + round) % 3);
          }
        }
      }),
    );
    sequencing.on = false;
    await Promise.all(sequencers);
    while ((await sequence(pool)).sequenced > 0);
    expect(await logHead(pool)).toBe(before + committed);
    const entries = await readLog(pool, 0, 1_000);
    expect(entries.map((entry) => entry.position)).toEqual(entries.map((_, i) => i));
    expect(new Set(entries.map((entry) => entry.id)).size).toBe(entries.length);
  });
});
