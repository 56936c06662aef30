import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readEnv } from "@/server/env";
import { createTestDatabase, type TestDatabase } from "@/server/testing/database";
import { callerAs, visit, withRoles } from "@/server/testing/visitors";
import { createWebServices, type WebServices } from "@/server/web-services";
import {
  deleteAdministrator,
  getAdministrators,
  getCustomerById,
  getCustomers,
  putAdministratorByEmail,
  putCustomerById,
} from "./notifications-rest";

let database: TestDatabase;
let services: WebServices;

beforeAll(async () => {
  database = await createTestDatabase();
  services = createWebServices(readEnv({ DATABASE_URL: database.url, LOG_LEVEL: "error" }));
});
afterAll(async () => {
  await Promise.all([services.storePool.end(), services.searchPool.end(), services.prisma.$disconnect()]);
  await database.drop();
});

const put = (id: string, body: unknown) =>
  visit("PUT /api/customers/{id}", services, (it) =>
    putCustomerById(id, new Request("http://localhost/", { method: "PUT", body: JSON.stringify(body) }), it),
  );
const get = (id: string) =>
  visit("GET /api/customers/{id}", services, (it) => getCustomerById(id, it)).then((it) => it.json());
const actions = async (target: string) =>
  (
    await services.prisma.operatorAction.findMany({ where: { targetId: target }, orderBy: { id: "asc" } })
  ).map(({ action, reason }) => ({ action, reason }));

describe("the directory of customers", () => {
  it("is filled over REST, and says who changed what and why", async () => {
    expect((await put("ada", { email: "ada@example.com" })).status).toBe(200);
    await put("ada", { email: "ada@example.org", name: "Ada", language: "fr", reason: "She moved." });
    await put("ada", { email: "ada@example.org", name: "Ada", language: "fr" });
    expect(await get("ada")).toMatchObject({ email: "ada@example.org", name: "Ada", language: "fr" });
    expect(await actions("ada")).toEqual([
      { action: "customer.added", reason: null },
      { action: "customer.changed", reason: "She moved." },
    ]);
  });

  it("refuses what is no customer, with every bad field", async () => {
    const answer = await put("bad", { email: "nowhere", language: "de", phone: "1" });
    expect(answer.status).toBe(400);
    const { errors } = await answer.json();
    expect(errors.map(({ field }: { field: string }) => field).sort()).toEqual(["body", "email", "language"]);
  });

  it("is listed by user id, page by page, and found by part of a name", async () => {
    for (const id of ["page-1", "page-2", "page-3"])
      await put(id, { email: `${id}@example.com`, name: "Grace Hopper" });
    const list = (query: string) =>
      visit("GET /api/customers", services, (it) =>
        getCustomers(new Request(`http://localhost/?${query}`), it),
      ).then((it) => it.json());
    const first = await list("q=hopper&limit=2");
    expect(first.items.map(({ userId }: { userId: string }) => userId)).toEqual(["page-1", "page-2"]);
    const second = await list(`q=hopper&limit=2&cursor=${first.nextCursor}`);
    expect(second).toMatchObject({ items: [{ userId: "page-3" }], nextCursor: null });
  });

  it("is not for those who only look", async () => {
    const caller = callerAs(services, withRoles("viewer", "operator"));
    await expect(caller.customers.list({})).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(
      callerAs(services, withRoles("agent")).customers.remove({ userId: "nobody" }),
    ).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});

describe("the list of administrators", () => {
  it("is kept by administrators, over REST and in the settings", async () => {
    const email = "chief@example.com";
    const body = JSON.stringify({ language: "fr" });
    await visit("PUT /api/notified-administrators/{email}", services, (it) =>
      putAdministratorByEmail(email, new Request("http://localhost/", { method: "PUT", body }), it),
    );
    const caller = callerAs(services, withRoles("admin"));
    expect(await caller.notifiedAdministrators.list()).toMatchObject({ items: [{ email, language: "fr" }] });
    await visit("DELETE /api/notified-administrators/{email}", services, (it) =>
      deleteAdministrator(email, it),
    );
    const left = await visit("GET /api/notified-administrators", services, getAdministrators);
    expect(await left.json()).toEqual({ items: [] });
    expect((await actions(email)).map(({ action }) => action)).toEqual([
      "notified-administrator.added",
      "notified-administrator.removed",
    ]);
  });
});
