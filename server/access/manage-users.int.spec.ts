import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { readEnv } from "@/server/env";
import { createTestDatabase, type TestDatabase } from "@/server/testing/database";
import { type SignedIn, signedIn } from "@/server/testing/signed-in";
import { callerOf, createContext } from "@/server/trpc/context";
import { createCaller } from "@/server/trpc/root";
import { createWebServices, type WebServices } from "@/server/web-services";
import { answerAuth } from "./auth-rest";
import { identify } from "./identify";

const ORIGIN = "http://localhost:3000";

let database: TestDatabase;
let services: WebServices;
let admin: SignedIn;

beforeAll(async () => {
  database = await createTestDatabase();
  services = createWebServices(readEnv({ DATABASE_URL: database.url, LOG_LEVEL: "error" }));
});
afterAll(async () => {
  services?.log.close();
  await Promise.all([services?.searchPool.end(), services?.storePool.end()]);
  await services?.prisma.$disconnect();
  await database?.drop();
});
beforeEach(async () => {
  await services.storePool.query("TRUNCATE users, api_tokens CASCADE");
  admin = await signedIn(database.url, "admin", { name: "Ada" });
});

/** Calls procedures as somebody. */
async function as(person: SignedIn, services_ = services) {
  const headers = new Headers({ cookie: person.cookie });
  return createCaller(await createContext(callerOf(headers, services_)));
}
const who = (person: SignedIn) => identify(new Headers({ cookie: person.cookie }), services);
const lastAction = () => services.prisma.operatorAction.findFirstOrThrow({ orderBy: { id: "desc" } });
const secretOf = (url: string) => new URL(url).searchParams.get("token")!;
const operator = { role: "operator", vhost: "/shop", exchanges: "order*" } as const;

async function signIn(email: string, password: string): Promise<number> {
  const answer = await answerAuth(
    new Request(`${ORIGIN}/api/auth/sign-in/email`, {
      method: "POST",
      headers: { "content-type": "application/json", origin: ORIGIN },
      body: JSON.stringify({ email, password }),
    }),
    services,
  );
  return answer.status;
}

describe("a new user", () => {
  it("sets a password by a link that works once, and has the roles that were given", async () => {
    const caller = await as(admin);
    const { url, userId } = await caller.access.createUser({
      name: "Olga",
      email: "Olga@Example.com",
      grants: [operator],
    });
    expect(await signIn("olga@example.com", "")).toBe(401);
    const token = secretOf(url);
    expect(await caller.access.welcome({ token })).toMatchObject({
      user: { name: "Olga", email: "olga@example.com" },
    });
    // Roles are for the first administrator alone to choose: whoever else says some gets none of them.
    await caller.access.acceptWelcome({ token, password: "a lighthouse in the fog", roles: ["auditor"] });
    expect(await signIn("OLGA@example.com", "a lighthouse in the fog")).toBe(200);
    await expect(
      caller.access.acceptWelcome({ token, password: "another lighthouse" }),
    ).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
    const users = await caller.access.users();
    expect(users.find(({ id }) => id === userId)).toMatchObject({
      name: "Olga",
      password: true,
      grants: [{ ...operator, grantedBy: "Ada" }],
      sessions: 1,
    });
  });

  it("whose e-mail is taken is refused", async () => {
    const caller = await as(admin);
    const again = caller.access.createUser({
      name: "Ada",
      email: admin.user.email.toUpperCase(),
      grants: [],
    });
    await expect(again).rejects.toMatchObject({ code: "CONFLICT" });
  });

  it("is recorded, and no secret with it", async () => {
    const { url } = await (await as(admin)).access.createUser({
      name: "Olga",
      email: "olga@example.com",
      grants: [],
    });
    const action = await lastAction();
    expect(action).toMatchObject({ action: "user.created", actorId: admin.user.id, outcome: "done" });
    const all = await services.storePool.query(
      "SELECT string_agg(o::text, ' ') || (SELECT string_agg(w::text, ' ') FROM welcome_links w) AS text FROM operator_actions o",
    );
    expect(all.rows[0].text).not.toContain(secretOf(url));
  });
});

describe("grants", () => {
  it("change at once, each recorded, and what stays keeps its date", async () => {
    const person = await signedIn(database.url, [operator, { role: "viewer" }]);
    const caller = await as(admin);
    const before = (await caller.access.users()).find(({ id }) => id === person.user.id)!;
    const auditor = { role: "auditor", vhost: null, exchanges: null } as const;
    await caller.access.setGrants({ userId: person.user.id, grants: [operator, auditor] });
    expect((await who(person))?.grants).toEqual([operator, auditor]);
    const after = (await caller.access.users()).find(({ id }) => id === person.user.id)!;
    expect(after.grants[0]).toEqual(before.grants[0]);
    const actions = await services.prisma.operatorAction.findMany({
      where: { targetId: person.user.id },
      orderBy: { id: "asc" },
    });
    expect(actions.map(({ action }) => action)).toEqual(["grant.added", "grant.removed"]);
  });

  it("of the last administrator stay, and so does the user; a scoped administrator is not one", async () => {
    const caller = await as(admin);
    await signedIn(database.url, [{ role: "admin", vhost: "/shop" }]);
    const demote = caller.access.setGrants({ userId: admin.user.id, grants: [operator] });
    await expect(demote).rejects.toMatchObject({ code: "CONFLICT" });
    await expect(caller.access.removeUser({ userId: admin.user.id })).rejects.toMatchObject({
      code: "CONFLICT",
    });
    expect((await who(admin))?.grants).toEqual([{ role: "admin", vhost: null, exchanges: null }]);
    await signedIn(database.url, "admin");
    await caller.access.removeUser({ userId: admin.user.id });
    expect(await who(admin)).toBeNull();
  });
});

describe("sessions", () => {
  it("of anybody are ended by an administrator", async () => {
    const person = await signedIn(database.url, "viewer");
    expect(await (await as(admin)).access.endSessionsOf({ userId: person.user.id })).toEqual({ ended: 1 });
    expect(await who(person)).toBeNull();
    expect(await lastAction()).toMatchObject({ action: "session.ended", targetId: person.user.id });
  });

  it("of one's own are listed and ended; somebody else's are not", async () => {
    const person = await signedIn(database.url, "viewer");
    await signIn(person.user.email, person.user.password);
    const caller = await as(person);
    const sessions = await caller.access.sessions();
    expect(sessions.map(({ current }) => current).sort()).toEqual([false, true]);
    expect(JSON.stringify(sessions)).not.toContain(person.cookie.split("=")[1]!.split(".")[0]);
    const [others] = await (await as(admin)).access.sessions();
    await expect(caller.access.endSession({ id: others!.id })).rejects.toMatchObject({ code: "NOT_FOUND" });
    expect(await caller.access.endOtherSessions()).toEqual({ ended: 1 });
    expect(await who(person)).not.toBeNull();
    await caller.access.endSession({ id: sessions.find(({ current }) => current)!.id });
    expect(await who(person)).toBeNull();
  });

  it("end when a link sets a new password", async () => {
    const person = await signedIn(database.url, "viewer");
    const caller = await as(admin);
    const { url } = await caller.access.newPasswordLink({ userId: person.user.id });
    expect(await who(person)).not.toBeNull();
    await caller.access.acceptWelcome({ token: secretOf(url), password: "a lighthouse in the fog" });
    expect(await who(person)).toBeNull();
  });
});

describe("tokens", () => {
  it("are shown once, listed without their secret, and revoked for good", async () => {
    const caller = await as(admin);
    const { id, token } = await caller.access.createToken({ name: "ci", grants: [operator], days: 30 });
    const bearer = () => identify(new Headers({ authorization: `Bearer ${token}` }), services);
    expect(await bearer()).toMatchObject({ kind: "token", name: "ci", grants: [operator] });
    const listed = (await caller.access.tokens()).find((it) => it.id === id);
    expect(listed).toMatchObject({ state: "valid", createdBy: "Ada", prefix: token.slice(0, 14) });
    expect(listed!.lastUsedAt).not.toBeNull();
    expect(JSON.stringify(listed)).not.toContain(token);
    await caller.access.revokeToken({ id });
    expect(await bearer()).toBeNull();
    expect((await caller.access.tokens()).find((it) => it.id === id)?.state).toBe("revoked");
    await expect(caller.access.revokeToken({ id })).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});

describe("whoever is no administrator", () => {
  it("manages neither users nor tokens", async () => {
    const others = await signedIn(database.url, [
      { role: "auditor" },
      { role: "operator" },
      { role: "admin", vhost: "/shop" },
    ]);
    const { access } = await as(others);
    for (const attempt of [
      () => access.users(),
      () => access.createUser({ name: "x", email: "x@example.com", grants: [] }),
      () => access.setGrants({ userId: others.user.id, grants: [] }),
      () => access.removeUser({ userId: admin.user.id }),
      () => access.endSessionsOf({ userId: admin.user.id }),
      () => access.newPasswordLink({ userId: admin.user.id }),
      () => access.tokens(),
      () => access.createToken({ name: "x", grants: [operator], days: 1 }),
    ])
      await expect(attempt()).rejects.toMatchObject({ code: "FORBIDDEN" });
  });
});

describe("the record", () => {
  it("has sign-ins, good and bad, and sign-outs", async () => {
    const person = await signedIn(database.url, "viewer");
    await signIn(person.user.email, "not the password");
    expect(await lastAction()).toMatchObject({
      action: "session.signed-in",
      outcome: "refused",
      actorKind: "nobody",
      actorName: person.user.email,
    });
    await signIn(person.user.email, person.user.password);
    expect(await lastAction()).toMatchObject({
      action: "session.signed-in",
      outcome: "done",
      actorId: person.user.id,
    });
    await answerAuth(
      new Request(`${ORIGIN}/api/auth/sign-out`, {
        method: "POST",
        headers: { "content-type": "application/json", origin: ORIGIN, cookie: person.cookie },
        body: "{}",
      }),
      services,
    );
    expect(await lastAction()).toMatchObject({ action: "session.signed-out", actorId: person.user.id });
    const all = await services.storePool.query(
      "SELECT string_agg(o::text, ' ') AS text FROM operator_actions o",
    );
    expect(all.rows[0].text).not.toContain(person.user.password);
  });

  it("stops counting attempts at the limit, and says so in the record once", async () => {
    const statuses: number[] = [];
    for (let n = 0; n < 12; n++) statuses.push(await signIn("guessed@example.com", "not the password"));
    expect(statuses.slice(0, 10).every((status) => status === 401)).toBe(true);
    expect(statuses.slice(10)).toEqual([429, 429]);
    const { rows } = await services.storePool.query<{ why: string | null; count: number }>(
      `SELECT detail->>'why' AS why, count(*)::int AS count FROM operator_actions
       WHERE actor_name = 'guessed@example.com' AND outcome = 'refused' GROUP BY 1 ORDER BY 1 NULLS FIRST`,
    );
    expect(rows).toEqual([
      { why: null, count: 10 },
      { why: "too many attempts", count: 1 },
    ]);
  });
});
