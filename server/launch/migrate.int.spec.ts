import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client } from "pg";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createEmptyDatabase, type TestDatabase } from "../testing/database";
import { migrate } from "./migrate";

const FIRST = `
  create table facts (id bigint primary key, body text not null);
  create table parts (at timestamptz not null) partition by range (at);
  create table parts_default partition of parts default;
  create function refuse() returns trigger language plpgsql as $$
  begin
    raise exception 'facts are append-only; nothing changes them';
  end;
  $$;
  create trigger facts_append_only before update on facts for each row execute function refuse();
`;

let database: TestDatabase;
let folder: string;
let client: Client;

const write = async (name: string, sql: string) => {
  await mkdir(join(folder, name), { recursive: true });
  await writeFile(join(folder, name, "migration.sql"), sql);
};

beforeEach(async () => {
  database = await createEmptyDatabase();
  folder = await mkdtemp(join(tmpdir(), "sillage-migrations-"));
  client = new Client({ connectionString: database.url });
  await client.connect();
  await write("20260101000000_first", FIRST);
});

afterEach(async () => {
  await client.end();
  await database.drop();
  await rm(folder, { recursive: true });
});

describe("an empty database", () => {
  it("gets every migration, function bodies and partitions included, once", async () => {
    expect(await migrate(database.url, folder)).toEqual(["20260101000000_first"]);
    expect(await migrate(database.url, folder)).toEqual([]);
    await client.query("insert into facts values (1, 'a'); insert into parts values (now())");
    await expect(client.query("update facts set body = 'b'")).rejects.toThrow("append-only");
  });

  it("is migrated once by two starts at the same time", async () => {
    const names = await Promise.all([migrate(database.url, folder), migrate(database.url, folder)]);
    expect(names.flat()).toEqual(["20260101000000_first"]);
  });
});

describe("a script that fails", () => {
  it("leaves nothing behind, and is applied once it is corrected", async () => {
    await write("20260102000000_second", "create table later (id int); select 1/0;");
    await expect(migrate(database.url, folder)).rejects.toThrow(
      /second failed and was rolled back.*division by zero/s,
    );
    const left = await client.query("select to_regclass('later') as it");
    expect(left.rows[0].it).toBeNull();
    await write("20260102000000_second", "create table later (id int);");
    expect(await migrate(database.url, folder)).toEqual(["20260102000000_second"]);
  });
});

describe("a script that was interrupted", () => {
  it("is applied by the next start", async () => {
    await migrate(database.url, folder);
    await client.query(
      `insert into _prisma_migrations (id, checksum, migration_name, started_at, applied_steps_count)
       values ('x', 'y', '20260102000000_second', now(), 0)`,
    );
    await write("20260102000000_second", "create table later (id int);");
    expect(await migrate(database.url, folder)).toEqual(["20260102000000_second"]);
  });
});

describe("a concurrent index, alone in its script", () => {
  it("is built outside a transaction", async () => {
    await write("20260102000000_index", "create index concurrently facts_body on facts (body);");
    expect(await migrate(database.url, folder)).toHaveLength(2);
  });
});

describe("a database of a newer version", () => {
  it("is refused with the names of what this version does not know", async () => {
    await write("20260102000000_newer", "create table later (id int);");
    await migrate(database.url, folder);
    await rm(join(folder, "20260102000000_newer"), { recursive: true });
    await expect(migrate(database.url, folder)).rejects.toThrow(/newer version.*20260102000000_newer/s);
  });
});
