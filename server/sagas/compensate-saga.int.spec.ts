import { randomUUID } from "node:crypto";
import type { Pool } from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Principal } from "@/server/access/principal";
import { COMPLAINT_VIEWS } from "@/server/complaints/complaint-projection";
import { readEnv } from "@/server/env";
import { sequence } from "@/server/event-store/sequencer";
import { digestKey } from "@/server/event-store/store-keys";
import { createLogger } from "@/server/logger";
import { createMetrics } from "@/server/metrics/registry";
import { startTestMailServer, type TestMailServer } from "@/server/notifications/testing/mail-server";
import { type Outbox, startOutbox } from "@/server/outbox/start-outbox";
import { type OwnServices, startOwnServices } from "@/server/own-services";
import { prepareProjection, runTurn } from "@/server/projections/run-projection";
import { createTestDatabase, type TestDatabase } from "@/server/testing/database";
import { storeArrivals } from "@/server/testing/store-arrivals";
import { until } from "@/server/testing/until";
import { createTestVhost, type TestVhost } from "@/server/testing/vhost";
import { callerAs, someone, withRoles } from "@/server/testing/visitors";
import { createWebServices, type WebServices } from "@/server/web-services";
import { sagaId } from "./saga";
import { SagaJudge } from "./saga-judge";
import { MORNING, sagaArrival } from "./testing/arrivals";
import { projectSagas } from "./testing/project-sagas";

/** Sagas of our own complaints, whose services run here as a worker runs them. */
let database: TestDatabase;
let vhost: TestVhost;
let mails: TestMailServer;
let services: WebServices;
let own: OwnServices;
let outbox: Outbox;
let pool: Pool;

const AGENT: Principal = { ...withRoles("agent"), id: "agent-1", name: "Alice Agent" };
const REASON = "The customer was told the wrong thing.";

beforeAll(async () => {
  [database, vhost, mails] = await Promise.all([
    createTestDatabase(),
    createTestVhost(),
    startTestMailServer(),
  ]);
  services = createWebServices(
    readEnv({
      DATABASE_URL: database.url,
      RABBITMQ_URL: vhost.url,
      RABBITMQ_MANAGEMENT_URL: vhost.managementUrl,
      SILLAGE_COMPLAINTS: "on",
      SILLAGE_RATE_BURST: "1000000",
      LOG_LEVEL: "error",
    }),
  );
  pool = services.storePool;
  const logger = createLogger({ service: "test", level: "silent" });
  const metrics = createMetrics("worker");
  const target = { url: vhost.url };
  own = await startOwnServices({
    env: {
      smtp: { url: mails.url, from: "complaints@example.com" },
      demo: undefined,
      publicUrl: "https://sillage.example.com",
      port: 3000,
      correlationIdHeader: "X-Correlation-ID",
    },
    ...{ databaseUrl: database.url, target, owner: "test", secret: await digestKey(pool), logger, metrics },
  });
  await until(async () => ((await own.status()).every(({ state }) => state === "consuming") ? true : null));
  outbox = startOutbox({
    ...{ target, vhosts: [], databaseUrl: database.url, pool, logger, metrics },
    services: true,
    onAppended: () => {},
  });
  await prepareProjection(pool, COMPLAINT_VIEWS);
});
afterAll(async () => {
  await outbox?.stop();
  await own?.stop();
  await mails?.stop();
  services?.views.close();
  services?.log.close();
  await Promise.all([services?.searchPool.end(), services?.storePool.end(), services?.prisma.$disconnect()]);
  await vhost?.drop();
  await database?.drop();
});

const as = (who: Principal = AGENT) => callerAs(services, who);

/** Brings both read models up to date, as a worker does. */
async function project(): Promise<void> {
  while ((await sequence(pool)).sequenced > 0);
  while (await runTurn(pool, COMPLAINT_VIEWS));
  await projectSagas(pool, new SagaJudge({ freshMs: 0 }));
}

/** Files a complaint and waits until its customer was told. */
async function filed() {
  const email = `${randomUUID()}@example.com`;
  const { view } = await as().complaints.create({
    ...{ userId: "u-1", title: "The lamp is broken", description: "…", priority: "HIGH", category: "lamps" },
    customer: { email },
    key: randomUUID(),
  });
  const sagaId = await sagaWhere(view.id, ({ steps }) =>
    steps.some(({ type }) => type === "NOTIFICATION_SENT"),
  );
  return { complaintId: view.id, sagaId, email };
}

type Detail = Awaited<ReturnType<ReturnType<typeof as>["sagas"]["one"]>>;

/** The saga of a complaint, once it is as it is to be. */
const sagaWhere = (complaintId: string, test: (detail: Detail) => boolean): Promise<string> =>
  until(async () => {
    await project();
    const { items } = await as().sagas.of({ streamId: `Complaint-${complaintId}`, vhost: vhost.vhost });
    const id = items[0]?.id;
    return id !== undefined && test(await as().sagas.one({ id })) ? id : null;
  });

const refusal = (promise: Promise<unknown>): Promise<string> =>
  promise.then(String, (error: { code: string }) => error.code);
const onRecord = async (targetId: string) =>
  (await services.prisma.operatorAction.findMany({ where: { targetId }, orderBy: { id: "asc" } })).map(
    ({ action, actorId, outcome, reason }) => [action, actorId, outcome, reason],
  );

describe("a complaint saga that is compensated by hand", () => {
  it("is undone by our services to its end, once, on record with who and why", async () => {
    const { complaintId, sagaId, email } = await filed();
    const before = await as().sagas.one({ id: sagaId });
    expect(before).toMatchObject({
      complaintId,
      compensable: true,
      saga: { definition: { name: "complaint" } },
    });

    const asked = () => as().sagas.compensate({ id: sagaId, reason: REASON });
    const both = await Promise.allSettled([asked(), asked()]);
    expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(both.find(({ status }) => status === "fulfilled")).toMatchObject({
      value: { by: "complaint", type: "COMPLAINT_COMPENSATION_REQUIRED", exchange: "complaints.events" },
    });

    await sagaWhere(complaintId, ({ saga }) => saga.status === "COMPENSATED");
    const { steps } = await as().sagas.one({ id: sagaId });
    expect(steps.map(({ type }) => type).filter((type) => type.includes("COMPENSAT"))).toEqual([
      "COMPLAINT_COMPENSATION_REQUIRED",
      "NOTIFICATION_COMPENSATION",
      "AUDIT_COMPENSATION",
      "COMPLAINT_COMPENSATED",
    ]);
    // A correction went out after the first mail.
    expect(mails.taken.filter(({ to }) => to === email)).toHaveLength(2);
    expect((await as().complaints.one({ id: complaintId })).view.compensations).toMatchObject([
      { state: "done", reason: REASON, requiredBy: "agent-1" },
    ]);
    expect(await refusal(asked())).toBe("CONFLICT");
    const deeds = await onRecord(complaintId);
    expect(deeds.filter(([action]) => action === "complaint.compensation-required")).toEqual([
      ["complaint.compensation-required", "agent-1", "done", REASON],
      ["complaint.compensation-required", "agent-1", "failed", REASON],
    ]);
  });
});

describe("compensation by hand is refused", () => {
  it("to whoever may not, outside of their part, and without a reason: nothing is appended", async () => {
    const { complaintId, sagaId } = await filed();
    const elsewhere = someone({ role: "agent", vhost: "/elsewhere", exchanges: null });
    expect(await refusal(as(withRoles("viewer")).sagas.compensate({ id: sagaId, reason: REASON }))).toBe(
      "FORBIDDEN",
    );
    expect(await refusal(as(elsewhere).sagas.compensate({ id: sagaId, reason: REASON }))).toBe("NOT_FOUND");
    expect(await refusal(as().sagas.compensate({ id: sagaId, reason: "  " }))).toBe("BAD_REQUEST");
    expect((await as().complaints.one({ id: complaintId })).view.compensations).toEqual([]);
    expect(await onRecord("sagas.compensate")).toEqual([["access.refused", "test", "refused", null]]);
  });

  it("where it is under way, where no definition says how, and where it is about no complaint of ours", async () => {
    const at = { exchange: "complaints.events", correlationId: randomUUID() };
    const stray = { exchange: "strays", correlationId: randomUUID() };
    const shop = { exchange: "shop.orders", correlationId: randomUUID() };
    const now = Date.now() - MORNING;
    await storeArrivals(database.url, [
      sagaArrival({ at: 0, type: "COMPLAINT_CREATED", id: randomUUID(), of: ["Complaint", "theirs"], ...at }),
      sagaArrival({
        at: 5,
        type: "COMPLAINT_ASSIGNED",
        id: randomUUID(),
        of: ["Complaint", "theirs"],
        ...at,
      }),
      sagaArrival({ at: 0, type: "StrayFound", id: randomUUID(), ...stray }),
      sagaArrival({ at: 5, type: "StrayFed", id: randomUUID(), ...stray }),
      sagaArrival({ at: now, type: "order.created", id: randomUUID(), of: ["Order", "o-1"], ...shop }),
      sagaArrival({
        at: now + 5,
        type: "command.release-stock",
        id: randomUUID(),
        of: ["Order", "o-1"],
        ...shop,
      }),
    ]);
    await project();
    const everything = withRoles("agent", "operator");
    const compensated = async (type: string) => {
      const [saga] = (await as(everything).sagas.list({ type, form: "saga", vhost: "/" })).items;
      return refusal(as(everything).sagas.compensate({ id: saga!.id, reason: REASON }));
    };
    expect(await compensated("StrayFound")).toBe("UNPROCESSABLE_CONTENT");
    expect(await compensated("COMPLAINT_CREATED")).toBe("UNPROCESSABLE_CONTENT");
    // Its stock is being released already: what is under way is not begun again.
    expect(await compensated("order.created")).toBe("CONFLICT");
    expect(await refusal(as().sagas.compensate({ id: sagaId(randomUUID(), 1), reason: REASON }))).toBe(
      "NOT_FOUND",
    );
  });
});
