import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readEnv } from "@/server/env";
import { createTestDatabase, type TestDatabase } from "@/server/testing/database";
import { type SignedIn, signedIn } from "@/server/testing/signed-in";
import { createWebServices, type WebServices } from "@/server/web-services";
import { createToken } from "./api-tokens";
import { answerAuth } from "./auth-rest";
import { identify } from "./identify";
import { ABSOLUTE_S, IDLE_MS } from "./session-limits";

let database: TestDatabase;
let services: WebServices;
let operator: SignedIn;

beforeAll(async () => {
  database = await createTestDatabase();
  services = createWebServices(readEnv({ DATABASE_URL: database.url, LOG_LEVEL: "error" }));
  operator = await signedIn(database.url, [{ role: "operator", vhost: "/shop", exchanges: "order*" }]);
});
afterAll(async () => {
  services?.log.close();
  await Promise.all([services?.searchPool.end(), services?.storePool.end()]);
  await services?.prisma.$disconnect();
  await database?.drop();
});

const who = (headers: Record<string, string>, at = new Date()) =>
  identify(new Headers(headers), { ...services, clock: () => at });
const later = (ms: number) => new Date(Date.now() + ms);

describe("nobody", () => {
  it.each([
    ["without anything", {}],
    ["with an unsigned cookie", { cookie: `sillage.session_token=${"a".repeat(32)}` }],
    ["with a token that we did not give", { authorization: `Bearer sillage_${"A".repeat(43)}` }],
    ["with another kind of authorization", { authorization: "Basic YTpi" }],
    ["with an empty token", { authorization: "Bearer " }],
  ])("is who comes %s", async (_, headers) => {
    expect(await who(headers as Record<string, string>)).toBeNull();
  });

  it("is who comes with a bad token beside a good cookie", async () => {
    expect(await who({ cookie: operator.cookie, authorization: "Bearer nothing" })).toBeNull();
  });

  it("is who changed the signature or the token of a cookie", async () => {
    expect(await who({ cookie: `${operator.cookie}x` })).toBeNull();
    expect(await who({ cookie: operator.cookie.replace("session_token=", "session_token=x") })).toBeNull();
  });
});

describe("a session", () => {
  it("tells who it is and what they were granted", async () => {
    expect(await who({ cookie: operator.cookie })).toEqual({
      kind: "user",
      id: operator.user.id,
      name: "operator",
      grants: [{ role: "operator", vhost: "/shop", exchanges: "order*" }],
    });
  });

  it("has other grants at once when they change", async () => {
    const person = await signedIn(database.url, "viewer");
    await services.prisma.roleGrant.deleteMany({ where: { userId: person.user.id } });
    expect((await who({ cookie: person.cookie }))?.grants).toEqual([]);
  });

  it("ends when it was not used for an hour, and use keeps it", async () => {
    const person = await signedIn(database.url, "viewer");
    const almost = IDLE_MS - 60_000;
    expect(await who({ cookie: person.cookie }, later(almost))).not.toBeNull();
    expect(await who({ cookie: person.cookie }, later(2 * almost))).not.toBeNull();
    expect(await who({ cookie: person.cookie }, later(2 * almost + IDLE_MS))).toBeNull();
    expect(await who({ cookie: person.cookie })).toBeNull();
  });

  it("ends a day after sign-in, whatever its use", async () => {
    const person = await signedIn(database.url, "viewer");
    const session = await services.prisma.session.findFirstOrThrow({ where: { userId: person.user.id } });
    const life = session.expiresAt.getTime() - session.createdAt.getTime();
    expect(Math.abs(life - ABSOLUTE_S * 1000)).toBeLessThan(5_000);
    await services.prisma.session.update({
      where: { id: session.id },
      data: { expiresAt: new Date(Date.now() - 1) },
    });
    expect(await who({ cookie: person.cookie })).toBeNull();
  });

  it("ends with its user", async () => {
    const person = await signedIn(database.url, "viewer");
    await services.prisma.user.delete({ where: { id: person.user.id } });
    expect(await who({ cookie: person.cookie })).toBeNull();
  });
});

describe("a token", () => {
  it("has its own name and grants", async () => {
    expect(await who(operator.bearer)).toMatchObject({
      kind: "token",
      name: "operator",
      grants: [{ role: "operator", vhost: "/shop", exchanges: "order*" }],
    });
  });

  it("is kept as a digest alone", async () => {
    const rows = await services.storePool.query("SELECT api_tokens::text AS row FROM api_tokens");
    expect(rows.rows.length).toBeGreaterThan(0);
    for (const { row } of rows.rows) expect(row).not.toContain(operator.token);
  });

  it("is nobody's once it was revoked or has expired", async () => {
    const wanted = { name: "ci", grants: [{ role: "viewer", vhost: null, exchanges: null }] as const };
    const expiresAt = later(60_000);
    const { id, token } = await createToken(services.prisma, { ...wanted, createdBy: "command", expiresAt });
    const bearer = { authorization: `Bearer ${token}` };
    expect(await who(bearer)).not.toBeNull();
    expect(await who(bearer, expiresAt)).toBeNull();
    await services.prisma.apiToken.update({ where: { id }, data: { revokedAt: new Date() } });
    expect(await who(bearer)).toBeNull();
  });

  it("notes when it was last used, once a minute", async () => {
    const person = await signedIn(database.url, "viewer");
    const used = async () =>
      (await services.prisma.apiToken.findFirstOrThrow({ where: { createdBy: person.user.id } })).lastUsedAt;
    const at = (ms: number) => new Date(1_800_000_000_000 + ms);
    const far = new Date(4_000_000_000_000);
    await services.prisma.apiToken.updateMany({
      where: { createdBy: person.user.id },
      data: { expiresAt: far },
    });
    await who(person.bearer, at(0));
    await who(person.bearer, at(59_000));
    expect(await used()).toEqual(at(0));
    await who(person.bearer, at(60_000));
    expect(await used()).toEqual(at(60_000));
  });
});

describe("/api/auth", () => {
  const ask = (method: string, path: string, headers: Record<string, string> = {}, body?: unknown) =>
    answerAuth(
      new Request(`http://localhost:3000/api/auth${path}`, {
        method,
        headers: { host: "localhost:3000", "content-type": "application/json", ...headers },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }),
      services,
    );
  const origin = "http://localhost:3000";

  it("lets nobody sign up, and answers nothing that is not listed", async () => {
    const body = { name: "Eve", email: "eve@example.com", password: "a long enough password" };
    for (const [method, path] of [
      ["POST", "/sign-up/email"],
      ["GET", "/get-session"],
      ["GET", "/list-sessions"],
      ["POST", "/update-user"],
      ["POST", "/delete-user"],
      ["POST", "/request-password-reset"],
      ["GET", "/error"],
      ["GET", "/ok"],
    ] as const) {
      const answer = await ask(
        method,
        path,
        { cookie: operator.cookie, origin },
        method === "POST" ? body : undefined,
      );
      expect([path, answer.status]).toEqual([path, 404]);
    }
    expect(await services.prisma.user.count({ where: { email: "eve@example.com" } })).toBe(0);
  });

  it("signs in with the right password, into a cookie that scripts cannot read", async () => {
    const { email, password } = operator.user;
    const answer = await ask("POST", "/sign-in/email", { origin }, { email, password });
    expect(answer.status).toBe(200);
    const [cookie] = answer.headers.getSetCookie();
    expect(cookie).toMatch(/^sillage\.session_token=.+; HttpOnly; SameSite=Lax$/);
    expect(cookie).toContain("Path=/");
    expect(cookie).not.toContain("Domain");
    expect((await who({ cookie: cookie!.split(";")[0]! }))?.id).toBe(operator.user.id);
  });

  it("says the same of a wrong password as of somebody unknown", async () => {
    const answers = await Promise.all(
      [operator.user.email, "nobody@example.com"].map(async (email) => {
        const answer = await ask(
          "POST",
          "/sign-in/email",
          { origin },
          { email, password: "not this password" },
        );
        return [answer.status, await answer.json(), answer.headers.getSetCookie()];
      }),
    );
    expect(answers[0]).toEqual(answers[1]);
    expect(answers[0]![0]).toBe(401);
  });

  it("takes nothing from another site", async () => {
    const { email, password } = operator.user;
    const foreign = {
      origin: "https://evil.example",
      "sec-fetch-site": "cross-site",
      "sec-fetch-mode": "cors",
    };
    expect((await ask("POST", "/sign-in/email", foreign, { email, password })).status).toBe(403);
    const signOut = await ask("POST", "/sign-out", { ...foreign, cookie: operator.cookie }, {});
    expect(signOut.status).toBe(403);
    expect(await who({ cookie: operator.cookie })).not.toBeNull();
  });

  it("signs out for good", async () => {
    const person = await signedIn(database.url, "viewer");
    expect((await ask("POST", "/sign-out", { cookie: person.cookie, origin }, {})).status).toBe(200);
    expect(await who({ cookie: person.cookie })).toBeNull();
  });

  it("ends the other sessions when the password changes, and refuses a weak one", async () => {
    const person = await signedIn(database.url, "viewer");
    const { email, password } = person.user;
    const other = await ask("POST", "/sign-in/email", { origin }, { email, password });
    const otherCookie = other.headers.getSetCookie()[0]!.split(";")[0]!;
    const change = (newPassword: string) =>
      ask(
        "POST",
        "/change-password",
        { origin, cookie: person.cookie },
        { currentPassword: password, newPassword },
      );
    expect(await (await change("password1234")).json()).toMatchObject({ code: "WEAK_PASSWORD" });
    const changed = await change("a lighthouse in the fog");
    expect(changed.status).toBe(200);
    expect(await who({ cookie: otherCookie })).toBeNull();
    expect(await who({ cookie: person.cookie })).toBeNull();
    const fresh = changed.headers.getSetCookie()[0]!.split(";")[0]!;
    expect((await who({ cookie: fresh }))?.id).toBe(person.user.id);
  });

  it("asks an idle session to sign in again, also for the own password", async () => {
    const person = await signedIn(database.url, "viewer");
    await services.storePool.query(
      "UPDATE sessions SET updated_at = now() - interval '61 minutes' WHERE user_id = $1",
      [person.user.id],
    );
    const answer = await ask(
      "POST",
      "/change-password",
      { origin, cookie: person.cookie },
      { currentPassword: person.user.password, newPassword: "a lighthouse in the fog" },
    );
    expect(answer.status).toBe(401);
  });

  it("behind TLS keeps its cookies to this host", async () => {
    const person = await signedIn(database.url, "viewer", { publicUrl: "https://sillage.example.com" });
    expect(person.cookie).toMatch(/^__Host-sillage\.session_token=/);
    const behind = {
      ...services,
      env: readEnv({ DATABASE_URL: database.url, PUBLIC_URL: "https://sillage.example.com" }),
    };
    expect((await identify(new Headers({ cookie: person.cookie }), behind))?.id).toBe(person.user.id);
  });
});

describe("the last administrator", () => {
  it("stays, however many try at once", async () => {
    const admins = await Promise.all([signedIn(database.url, "admin"), signedIn(database.url, "admin")]);
    const outcomes = await Promise.allSettled(
      admins.map(({ user }) => services.prisma.user.delete({ where: { id: user.id } })),
    );
    expect(outcomes.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(await services.prisma.roleGrant.count({ where: { role: "admin" } })).toBe(1);
  });
});
