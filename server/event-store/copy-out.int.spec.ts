import { Client } from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createEmptyDatabase, type TestDatabase } from "@/server/testing/database";
import { CopiedRows } from "./copied-rows";
import { copyOut } from "./copy-out";

let database: TestDatabase;
let client: Client;

beforeAll(async () => {
  database = await createEmptyDatabase();
  client = new Client({ connectionString: database.url });
  await client.connect();
});

afterAll(async () => {
  await client.end();
  await database.drop();
});

const copy = (select: string) => copyOut(client, `COPY (${select}) TO STDOUT (FORMAT binary)`);

describe("a binary COPY", () => {
  it("gives each value as it is, and nothing where there is none", async () => {
    const rows = new CopiedRows(
      await copy(
        "SELECT n, -n::smallint, n = 2, 'Grüße ' || n, CASE n WHEN 1 THEN '\\x00ff0a'::bytea END FROM generate_series(1, 2) AS n",
      ),
    );
    const read = () => [rows.int32(), rows.int16(), rows.bool(), rows.text(), rows.bytes()];
    expect(rows.next()).toBe(true);
    expect(read()).toEqual([1, -1, false, "Grüße 1", Buffer.from([0, 255, 10])]);
    expect(rows.next()).toBe(true);
    expect(read()).toEqual([2, -2, true, "Grüße 2", null]);
    expect(rows.next()).toBe(false);
  });

  it("has all rows where they come in many pieces, and none where there are none", async () => {
    const rows = new CopiedRows(await copy("SELECT repeat(n::text, 700) FROM generate_series(1, 3000) AS n"));
    let read = 0;
    while (rows.next()) expect(rows.text()).toBe(String(++read).repeat(700));
    expect(read).toBe(3_000);
    expect(new CopiedRows(await copy("SELECT 1 WHERE false")).next()).toBe(false);
  });

  it("that fails half way is told, and the connection goes on", async () => {
    await expect(copy("SELECT 1 / (2000 - n) FROM generate_series(1, 3000) AS n")).rejects.toThrow(
      "division by zero",
    );
    expect((await client.query("SELECT 1 AS one")).rows).toEqual([{ one: 1 }]);
  });

  it("leaves no timer behind, which would keep all that was read", async () => {
    const limited = new Client({ connectionString: database.url, query_timeout: 60_000 });
    await limited.connect();
    const timers = () => process.getActiveResourcesInfo().filter((name) => name === "Timeout").length;
    try {
      const before = timers();
      for (let i = 0; i < 5; i++) await copyOut(limited, "COPY (SELECT 1) TO STDOUT (FORMAT binary)");
      await expect(copyOut(limited, "COPY (SELECT 1 / 0) TO STDOUT (FORMAT binary)")).rejects.toThrow("zero");
      // Each of the six would leave one; timers of the test runner come and go.
      expect(timers()).toBeLessThan(before + 3);
    } finally {
      await limited.end();
    }
  });

  it("that takes longer than it may is given up", async () => {
    const limited = new Client({ connectionString: database.url, query_timeout: 50 });
    await limited.connect();
    try {
      await expect(copyOut(limited, "COPY (SELECT pg_sleep(0.5)) TO STDOUT (FORMAT binary)")).rejects.toThrow(
        "timeout",
      );
    } finally {
      await limited.end();
    }
  });
});
