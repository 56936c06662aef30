import type { TrackedEnvelope } from "@trpc/server";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Principal } from "@/server/access/principal";
import { readEnv } from "@/server/env";
import { testRecord } from "@/server/testing/arrivals";
import { createTestDatabase, type TestDatabase } from "@/server/testing/database";
import { storeArrivals } from "@/server/testing/store-arrivals";
import { callerAs, visit, withRoles } from "@/server/testing/visitors";
import { createWebServices, type WebServices } from "@/server/web-services";
import { getSearch } from "./audit-rest";
import type { LiveTurn } from "./live-messages";

let database: TestDatabase;
let services: WebServices;

/** The actor of the first is an e-mail address; of the second, nothing in the list is personal, but its body is. */
const named = testRecord({
  json: { eventId: "e-1", eventType: "OrderPlaced", metadata: { userId: "jane.doe@example.com" } },
  exchange: "named",
});
const plain = testRecord({
  json: { note: "Ring Jane Doe", email: "jane.doe@example.com" },
  exchange: "plain",
});

beforeAll(async () => {
  database = await createTestDatabase();
  services = createWebServices(readEnv({ DATABASE_URL: database.url, LOG_LEVEL: "error" }));
  await storeArrivals(database.url, [named, plain]);
});

afterAll(async () => {
  services?.log.close();
  await services?.searchPool.end();
  await services?.storePool.end();
  await services?.prisma.$disconnect();
  await database?.drop();
});

const as = (principal: Principal) => callerAs(services, principal).audit;
const somebody = (role: "auditor" | "viewer", id: string): Principal => ({ ...withRoles(role), id });

async function recordedOf({ id }: Principal): Promise<{ action: string; asked: unknown }[]> {
  const { rows } = await services.storePool.query<{ action: string; target_id: string }>(
    "SELECT action, target_id FROM operator_actions WHERE actor_id = $1 ORDER BY id",
    [id],
  );
  return rows.map(({ action, target_id }) => ({ action, asked: JSON.parse(target_id) }));
}

describe("a list that shows something personal", () => {
  it("is recorded once for each question, by every way in", async () => {
    const reader = somebody("auditor", "searching");
    await as(reader).search({ exchange: "named" });
    await as(reader).search({ exchange: "named", limit: 5 });
    const door = "GET /api/audit/search";
    await visit(
      door,
      services,
      (it) => getSearch(new Request("http://a/?eventType=OrderPlaced"), it),
      reader,
    );
    expect(await recordedOf(reader)).toEqual([
      { action: "messages.searched-unmasked", asked: { exchange: "named" } },
      { action: "messages.searched-unmasked", asked: { eventType: "OrderPlaced" } },
    ]);
  });

  it("is recorded where free text found it by what others see masked", async () => {
    const reader = somebody("auditor", "looking for text");
    await as(reader).search({ exchange: "plain" });
    await as(reader).search({ exchange: "plain", q: "jane.doe" });
    expect(await recordedOf(reader)).toEqual([
      { action: "messages.searched-unmasked", asked: { exchange: "plain", q: "jane.doe" } },
    ]);
  });

  it("is recorded when it is followed live", async () => {
    const reader = somebody("auditor", "following");
    const lastEventId = String((await as(somebody("viewer", "nobody")).search({})).head);
    const turns = await as(reader).live({ filter: { exchange: "named" }, lastEventId });
    const iterator = turns[Symbol.asyncIterator]() as AsyncIterator<TrackedEnvelope<LiveTurn>>;
    const first = iterator.next();
    await storeArrivals(database.url, [{ ...named, eventKey: null }]);
    await first;
    await iterator.return?.();
    expect(await recordedOf(reader)).toEqual([
      { action: "messages.followed-unmasked", asked: { exchange: "named" } },
    ]);
  });
});

describe("a list that is masked for its reader", () => {
  it("is not recorded", async () => {
    const reader = somebody("viewer", "viewer");
    const { items } = await as(reader).search({ exchange: "named" });
    expect(items[0]!.event?.actor).not.toContain("jane");
    expect(await recordedOf(reader)).toEqual([]);
  });
});
