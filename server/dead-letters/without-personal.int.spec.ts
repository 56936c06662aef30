import fc from "fast-check";
import type { Pool } from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createPool } from "@/server/db";
import { sql } from "@/server/event-store/sql";
import { maskShapes, SHAPES } from "@/server/masking/text-shapes";
import { createTestDatabase, type TestDatabase } from "@/server/testing/database";
import { withoutPersonal } from "./dead-letter-conditions";

let database: TestDatabase;
let pool: Pool;
beforeAll(async () => {
  database = await createTestDatabase();
  pool = createPool(database.url, "test", 1);
});
afterAll(async () => {
  await pool?.end();
  await database?.drop();
});

/** Things that the masks hide, in the spellings that errors write them in. */
const PERSONAL = [
  "ann@example.com",
  "jean.dupont+orders@mail.example.fr",
  '"ann lee"@example.com',
  "ann%40example.com",
  "réné@exämple.de",
  "amqp://user:pass(1)@broker/vhost",
  "https://ann:s3cret@host:5671",
  "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.sig-nature",
  "Bearer abcdefghijklmnopqrst",
  "DE89370400440532013000",
  "GB29 NWBK 6016 1331 9268 19",
  "4111 1111 1111 1111",
  "4111-1111-1111-1111",
];
const noise = fc.oneof(
  fc.constantFrom(
    " ",
    ", ",
    ": ",
    "(",
    ")",
    "'",
    "<",
    ">",
    "order 4711 ",
    "no answer from billing ",
    "[",
    "{",
  ),
  fc.string({ maxLength: 12 }).filter((text) => !text.includes("\0")),
);

describe("a text of an error in which somebody may search who sees it masked", () => {
  it("holds nothing that the masks hide, whatever stands around it", async () => {
    const texts = fc.sample(
      fc.tuple(noise, fc.constantFrom(...PERSONAL), noise, fc.constantFrom(...PERSONAL), noise),
      2_000,
    );
    const { rows } = await pool.query<{ shown: string | null }>(
      sql`SELECT ${withoutPersonal(sql`t.text`)} AS shown
        FROM unnest(${texts.map((parts) => parts.join(""))}::text[]) WITH ORDINALITY AS t (text, n) ORDER BY n`.toQuery(),
    );
    const shapes = new Set(SHAPES);
    const leaks = texts.flatMap((parts, n) => {
      const text = parts.join("");
      const masked = maskShapes(text, shapes);
      const shown = rows[n]!.shown;
      return [parts[1], parts[3]].filter(
        (personal) => shown?.includes(personal) && text.includes(personal) && !masked.includes(personal),
      );
    });
    expect(leaks).toEqual([]);
    expect(rows.some(({ shown }) => shown?.includes("no answer from billing"))).toBe(true);
  });
});
