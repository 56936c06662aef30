import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { inRepo } from "./repo";
import { diffSchemas } from "./schema-diff";

const HEAD =
  'generator client {\n provider = "prisma-client"\n}\ndatasource db {\n provider = "postgresql"\n}\n';
const read = (...path: string[]) =>
  existsSync(inRepo(...path)) ? readFileSync(inRepo(...path), "utf8") : HEAD;

describe("two schemas", () => {
  it("give the SQL from one to the other", async () => {
    const after = `${HEAD}model Thing {\n id BigInt @id\n name String\n}\n`;
    expect(await diffSchemas(null, after)).toContain('CREATE TABLE "Thing"');
    expect(await diffSchemas(after.replace(" name String\n", ""), after)).toContain(
      'ADD COLUMN     "name" TEXT NOT NULL',
    );
  });

  it("that are the same give none", async () => {
    expect(await diffSchemas(HEAD, HEAD)).toBe("");
  });
});

describe("prisma/schema.prisma", () => {
  it("says what the migrations say: run `npm run migration -- <name>` after a change", async () => {
    const migrated = read("prisma", "migrations", "schema.prisma");
    expect(await diffSchemas(migrated, read("prisma", "schema.prisma"))).toBe("");
  });
});
