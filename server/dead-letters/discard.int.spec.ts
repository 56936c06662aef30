import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readEnv } from "@/server/env";
import { createTestDatabase, type TestDatabase } from "@/server/testing/database";
import { until } from "@/server/testing/until";
import { callerAs, withRoles } from "@/server/testing/visitors";
import { createWebServices, type WebServices } from "@/server/web-services";
import { storeTestDeadLetters } from "./testing/dead-letters";

let database: TestDatabase;
let services: WebServices;
const ask = () => callerAs(services).deadLetters;

beforeAll(async () => {
  database = await createTestDatabase();
  services = createWebServices(readEnv({ DATABASE_URL: database.url, LOG_LEVEL: "error" }));
});

afterAll(async () => {
  services?.log.close();
  await services?.searchPool.end();
  await services?.storePool.end();
  await services?.prisma.$disconnect();
  await database?.drop();
});

describe("a discard", () => {
  const stateOf = async (id: string) => (await ask().one({ id })).item.state;

  it("takes what is held and free, up to what the preview said, and can be taken back", async () => {
    const mine = await storeTestDeadLetters(services.storePool, [
      { queue: "late.dlq", failedQueue: "late" },
      { queue: "late.dlq", failedQueue: "late" },
      { queue: "late.dlq", failedQueue: "late", state: "observed" },
    ]);
    const selection = { filter: { queue: "late.dlq" } };
    const preview = await ask().settlePreview({ selection, change: "discard" });
    expect(preview).toEqual({
      matching: 3,
      changeable: 2,
      claimed: 0,
      otherState: 1,
      through: String(mine[2]),
    });
    const [later] = await storeTestDeadLetters(services.storePool, [
      { queue: "late.dlq", failedQueue: "late" },
    ]);
    const through = preview.through!;
    const done = await ask().discard({ selection, through, reason: "test orders" });
    expect(done.changed).toBe(2);
    expect(await stateOf(String(later))).toBe("held");
    const { item } = await ask().one({ id: String(mine[0]) });
    expect(item).toMatchObject({
      state: "discarded",
      discardedReason: "test orders",
      discardedBy: "somebody",
    });
    expect((await ask().groups({ queue: "late.dlq", state: "discarded" })).items[0]!.counts).toMatchObject({
      discarded: 2,
      held: 1,
    });
    expect((await ask().restore({ selection: { ids: [String(mine[0])] } })).changed).toBe(1);
    expect(await stateOf(String(mine[0]))).toBe("held");
    const actions = await services.prisma.operatorAction.findMany({
      where: { action: { in: ["dead-letters.discarded", "dead-letters.restored"] }, outcome: "done" },
      orderBy: { id: "asc" },
    });
    expect(actions.map(({ action, reason }) => [action, reason]).slice(-2)).toEqual([
      ["dead-letters.discarded", "test orders"],
      ["dead-letters.restored", null],
    ]);
  });

  it("leaves what a redrive has in hand, also when that claim was not committed yet when it began", async () => {
    const [id] = await storeTestDeadLetters(services.storePool, [{ queue: "claimed.dlq" }]);
    const client = await services.storePool.connect();
    await client.query("BEGIN");
    const redrive = await client.query<{ id: string }>(
      `INSERT INTO redrives (id, vhost, selection, destination, ramp, total, created_by)
       VALUES (gen_random_uuid(), '/', '{}', '{}', '{}', 1, 'Ann') RETURNING id`,
    );
    await client.query(
      "INSERT INTO redrive_messages (redrive_id, ordinal, dead_letter_id, version) VALUES ($1, 1, $2, 0)",
      [redrive.rows[0]!.id, id],
    );
    const discarding = ask().discard({ selection: { ids: [String(id)] }, reason: "too late" });
    await client.query("COMMIT");
    client.release();
    expect(await discarding).toEqual({ changed: 0, unchanged: 1 });
    expect(await stateOf(String(id))).toBe("held");
  });

  it("that is under way is waited for by a plan, which then does not take what it gave up", async () => {
    const [id] = await storeTestDeadLetters(services.storePool, [{ queue: "given-up.dlq" }]);
    const client = await services.storePool.connect();
    await client.query("BEGIN");
    await client.query("UPDATE dead_letter_states SET state = 'discarded' WHERE id = $1", [id]);
    let settled = false;
    const planning = callerAs(services)
      .redrives.plan({ selection: { ids: [String(id)] } })
      .finally(() => {
        settled = true;
      });
    planning.catch(() => {});
    await until(async () => {
      const waiting = await services.prisma.$queryRaw<unknown[]>`
        SELECT FROM pg_locks WHERE NOT granted AND locktype = 'transactionid'`;
      return settled || waiting.length > 0 || null;
    });
    await client.query("COMMIT");
    client.release();
    await expect(planning).rejects.toMatchObject({ code: "UNPROCESSABLE_CONTENT" });
  });

  it("needs a reason and the role for it", async () => {
    await expect(ask().discard({ selection: { ids: ["1"] }, reason: " " })).rejects.toMatchObject({
      code: "BAD_REQUEST",
    });
    const viewer = callerAs(services, withRoles("viewer")).deadLetters;
    await expect(viewer.discard({ selection: { ids: ["1"] }, reason: "because" })).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
  });
});
