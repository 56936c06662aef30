import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readEnv } from "@/server/env";
import { createTestDatabase, type TestDatabase } from "@/server/testing/database";
import { callerAs, someone, withRoles } from "@/server/testing/visitors";
import { createWebServices, type WebServices } from "@/server/web-services";
import { storeTestDeadLetters } from "./testing/dead-letters";

let database: TestDatabase;
let services: WebServices;
const NAME = { vhost: "/", name: "orders.dlq" };
const operator = () => callerAs(services, withRoles("operator"));

beforeAll(async () => {
  database = await createTestDatabase();
  services = createWebServices(readEnv({ DATABASE_URL: database.url, LOG_LEVEL: "error" }));
  await services.storePool.query(
    `INSERT INTO dead_letter_queues (vhost, name, custody, found_by, sources)
     VALUES ('/', 'orders.dlq', 'observe', '{policy}', '[]'), ('/', 'stream.dlq', 'observe', '{name}', '[]')`,
  );
  await services.storePool.query(
    "UPDATE dead_letter_queues SET unholdable = 'It is a stream.' WHERE name = 'stream.dlq'",
  );
});

afterAll(async () => {
  services?.log.close();
  await services?.searchPool.end();
  await services?.storePool.end();
  await services?.prisma.$disconnect();
  await database?.drop();
});

describe("the custody of a queue", () => {
  it("is changed by an operator, on record, and shown with who chose it", async () => {
    const changed = await operator().deadLetters.changeCustody({ ...NAME, custody: "hold", reason: "INC-4" });
    expect(changed).toEqual({ before: "observe", after: "hold" });
    const { items } = await operator().deadLetters.queues();
    expect(items.find(({ name }) => name === NAME.name)).toMatchObject({
      custody: "hold",
      custodyChosenBy: "somebody",
      holding: false,
    });
    const action = await services.prisma.operatorAction.findFirstOrThrow({
      where: { action: "dead-letter-queue.custody-changed" },
    });
    expect(action).toMatchObject({ targetId: NAME.name, reason: "INC-4", outcome: "done" });
  });

  it("is not for whoever has only a part of the virtual host, and not for a queue that cannot be held", async () => {
    const part = callerAs(services, someone({ role: "operator", vhost: "/", exchanges: "orders" }));
    await expect(part.deadLetters.changeCustody({ ...NAME, custody: "observe" })).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
    const stream = { vhost: "/", name: "stream.dlq", custody: "hold" as const };
    await expect(operator().deadLetters.changeCustody(stream)).rejects.toMatchObject({ code: "CONFLICT" });
    const unknown = { vhost: "/", name: "no such queue", custody: "hold" as const };
    await expect(operator().deadLetters.changeCustody(unknown)).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});

describe("a release", () => {
  it("observes the queue and puts what is held back by a redrive that has it in hand", async () => {
    await services.storePool.query("UPDATE dead_letter_queues SET acked_through = 1 WHERE name = $1", [
      NAME.name,
    ]);
    const ids = await storeTestDeadLetters(services.storePool, [{}, {}]);
    const { redriveId, total } = await operator().deadLetters.release({ ...NAME, reason: "not ours" });
    expect(total).toBe(2);
    const redrive = await operator().redrives.one({ id: redriveId });
    expect(redrive).toMatchObject({ kind: "release", status: "running", reason: "not ours" });
    const { items } = await operator().deadLetters.list({ queue: NAME.name });
    expect(items.map(({ id, claim }) => [Number(id), claim?.redriveId])).toEqual(
      ids.toReversed().map((id) => [id, redriveId]),
    );
    expect((await operator().deadLetters.queues()).items[0]).toMatchObject({ custody: "observe" });
    // Meanwhile nobody can hold it again: its messages would come back at once.
    await expect(operator().deadLetters.changeCustody({ ...NAME, custody: "hold" })).rejects.toMatchObject({
      code: "CONFLICT",
    });
  });

  it("of nothing is refused", async () => {
    await services.storePool.query("UPDATE redrive_messages SET active = false");
    await services.storePool.query("UPDATE dead_letter_states SET state = 'released'");
    await expect(operator().deadLetters.release(NAME)).rejects.toMatchObject({
      code: "UNPROCESSABLE_CONTENT",
    });
  });
});
