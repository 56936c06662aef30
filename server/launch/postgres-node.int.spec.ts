import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client } from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type PostgresNode, startPostgres } from "./postgres-node";

let dataDir: string;
let node: PostgresNode;

const ask = async (url: string, sql: string) => {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows[0];
  } finally {
    await client.end();
  }
};

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "sillage-postgres-"));
  node = await startPostgres({ dataDir });
});

afterAll(async () => {
  await node.stop();
  await rm(dataDir, { recursive: true });
});

describe("our own PostgreSQL", () => {
  it("keeps its password to its owner, listens on the loopback only, and gives up no durability", async () => {
    expect((await stat(join(dataDir, "postgres.json"))).mode & 0o077).toBe(0);
    const settings = await ask(
      node.url(),
      `select current_setting('listen_addresses') as listen, current_setting('fsync') as fsync,
         current_setting('synchronous_commit') as commit, current_setting('server_encoding') as encoding`,
    );
    expect(settings).toEqual({ listen: "127.0.0.1", fsync: "on", commit: "on", encoding: "UTF8" });
    await expect(ask(node.url().replace(/:[^:@]*@/, ":wrong@"), "select 1")).rejects.toThrow("password");
  });

  it("comes back on the same port with everything committed after a kill -9", async () => {
    await ask(node.url(), "create table kept as select 42 as answer");
    await node.kill();
    expect(node.isRunning()).toBe(false);
    await node.start();
    expect(await ask(node.url(), "select answer from kept")).toEqual({ answer: 42 });
  });

  it("is taken over by the next start when its supervisor was killed", async () => {
    const next = await startPostgres({ dataDir });
    expect(next.adopted).toBe(true);
    expect(next.pid()).toBe(node.pid());
  });

  it("is not confused by a left-over file that names another living process", async () => {
    await node.kill();
    const file = join(dataDir, "postgres", "postmaster.pid");
    await writeFile(file, (await readFile(file, "utf8")).replace(/^\d+/, String(process.pid)));
    const next = await startPostgres({ dataDir });
    expect(next.adopted).toBe(false);
    node = next;
  });

  it("refuses data of another major version, and says what to do", async () => {
    await node.stop();
    const file = join(dataDir, "postgres", "PG_VERSION");
    const version = await readFile(file, "utf8");
    await writeFile(file, "14\n");
    await expect(startPostgres({ dataDir })).rejects.toThrow(/made by PostgreSQL 14.*DATABASE_URL/s);
    await writeFile(file, version);
    node = await startPostgres({ dataDir });
  });
});
