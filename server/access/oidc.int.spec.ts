import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { readEnv } from "@/server/env";
import { createTestDatabase, type TestDatabase } from "@/server/testing/database";
import { type OidcProvider, startOidcProvider } from "@/server/testing/oidc-provider";
import { signedIn } from "@/server/testing/signed-in";
import { createWebServices, type WebServices } from "@/server/web-services";
import { answerAuth } from "./auth-rest";
import { identify } from "./identify";

const ORIGIN = "http://localhost:3000";

let database: TestDatabase;
let provider: OidcProvider;
let services: WebServices;

beforeAll(async () => {
  [database, provider] = await Promise.all([createTestDatabase(), startOidcProvider()]);
  services = createWebServices(
    readEnv({
      DATABASE_URL: database.url,
      LOG_LEVEL: "error",
      OIDC_ISSUER: provider.issuer,
      OIDC_CLIENT_ID: provider.clientId,
      OIDC_CLIENT_SECRET: provider.clientSecret,
      OIDC_ROLE_CLAIM: "realm_access.roles",
    }),
  );
});
afterAll(async () => {
  services?.log.close();
  await Promise.all([services?.searchPool.end(), services?.storePool.end(), provider?.close()]);
  await services?.prisma.$disconnect();
  await database?.drop();
});
beforeEach(() => {
  provider.forged = false;
});

const person = (sub: string, roles: unknown, more: Record<string, unknown> = {}) => ({
  sub,
  email: `${sub}@example.com`,
  email_verified: true,
  name: `Person ${sub}`,
  realm_access: { roles },
  ...more,
});

interface Came {
  /** Where the browser is sent at the end. */
  to: string;
  cookie: string;
}

/** Goes the whole way as a browser does: to the provider, and back with what it gave. */
async function comeWith(claims: Record<string, unknown>, change = (url: URL) => url): Promise<Came> {
  provider.person = claims;
  const begun = await answerAuth(
    new Request(`${ORIGIN}/api/auth/sign-in/social`, {
      method: "POST",
      headers: { "content-type": "application/json", origin: ORIGIN },
      body: JSON.stringify({ provider: "oidc", callbackURL: "/topology" }),
    }),
    services,
  );
  expect(begun.status).toBe(200);
  const { url } = (await begun.json()) as { url: string };
  const state = cookiesOf(begun);
  const back = await fetch(url, { redirect: "manual" });
  const callback = change(new URL(back.headers.get("location")!));
  const done = await answerAuth(new Request(callback, { headers: { cookie: state } }), services);
  return { to: done.headers.get("location") ?? String(done.status), cookie: cookiesOf(done) };
}

const cookiesOf = (answer: Response) =>
  answer.headers
    .getSetCookie()
    .map((it) => it.split(";")[0]!)
    .filter((it) => !it.endsWith("="))
    .join("; ");
const who = ({ cookie }: Came) => identify(new Headers({ cookie }), services);
const rolesOf = async (came: Came) => (await who(came))?.grants.map(({ role }) => role);

describe("signing in with the identity provider", () => {
  it("makes the user at the first time, with the roles of the claim, and leads to the page that was wanted", async () => {
    const came = await comeWith(person("ann", ["operator", "offline_access"]));
    expect(came.to).toBe("/topology");
    expect(await who(came)).toMatchObject({
      kind: "user",
      name: "Person ann",
      grants: [{ role: "operator", vhost: null, exchanges: null }],
    });
  });

  it("gives and takes roles at each time, and leaves what was granted here", async () => {
    const first = await comeWith(person("ben", ["viewer", "operator"]));
    const { id } = (await who(first))!;
    await services.prisma.roleGrant.create({
      data: { userId: id, role: "agent", vhost: "/shop", grantedBy: "somebody" },
    });
    const second = await comeWith(person("ben", "auditor viewer"));
    expect((await who(second))?.id).toBe(id);
    expect((await rolesOf(second))?.sort()).toEqual(["agent", "auditor", "viewer"]);
  });

  it("lets in nobody without a role, and takes no session away for that", async () => {
    const first = await comeWith(person("cyd", ["viewer"]));
    const refused = await comeWith(person("cyd", ["something else"]));
    expect(refused.to).toMatch(/^\/sign-in\?error=no_role/);
    expect(await who(refused)).toBeNull();
    expect(await who(first)).not.toBeNull();
    expect((await comeWith(person("new", []))).to).toContain("error=no_role");
    expect(await services.prisma.user.count({ where: { email: "new@example.com" } })).toBe(0);
  });

  it("knows a user of ours by an e-mail that the provider vouches for, and only then", async () => {
    const ours = await signedIn(database.url, "viewer");
    const claims = (verified: boolean) =>
      person(`sub-of-${ours.user.id}`, ["viewer"], { email: ours.user.email, email_verified: verified });
    expect((await comeWith(claims(false))).to).toContain("error=account_not_linked");
    expect((await who(await comeWith(claims(true))))?.id).toBe(ours.user.id);
  });

  it("keeps nothing that the provider's tokens could do", async () => {
    await comeWith(person("dee", ["viewer"]));
    const rows = await services.prisma.account.findMany({ where: { providerId: "oidc" } });
    expect(rows.length).toBeGreaterThan(0);
    for (const row of rows)
      expect([row.accessToken, row.refreshToken, row.idToken]).toEqual([null, null, null]);
  });

  it("refuses a token that another key signed, a code that was not asked for, and a state of another browser", async () => {
    provider.forged = true;
    expect((await comeWith(person("eve", ["admin"]))).to).toContain("error=");
    provider.forged = false;
    const otherCode = await comeWith(person("eve", ["admin"]), (url) => {
      url.searchParams.set("code", "guessed");
      return url;
    });
    expect(otherCode.to).toContain("error=");
    const otherState = await comeWith(person("eve", ["admin"]), (url) => {
      url.searchParams.set("state", "guessed");
      return url;
    });
    expect(otherState.to).toContain("error=");
    expect(await services.prisma.user.count({ where: { email: "eve@example.com" } })).toBe(0);
  });

  it("leads nobody to another site", async () => {
    const answer = await answerAuth(
      new Request(`${ORIGIN}/api/auth/sign-in/social`, {
        method: "POST",
        headers: { "content-type": "application/json", origin: ORIGIN },
        body: JSON.stringify({ provider: "oidc", callbackURL: "/\\evil.example" }),
      }),
      services,
    );
    expect([200, 403]).toContain(answer.status);
    if (answer.status === 200) {
      const { url } = (await answer.json()) as { url: string };
      const back = await fetch(url, { redirect: "manual" });
      const done = await answerAuth(
        new Request(back.headers.get("location")!, { headers: { cookie: cookiesOf(answer) } }),
        services,
      );
      expect(done.headers.get("location")).toBe("/");
    }
  });

  it("is recorded, good or bad", async () => {
    await comeWith(person("fay", ["viewer"]));
    await comeWith(person("gus", []));
    const actions = await services.prisma.operatorAction.findMany({
      where: { action: "session.signed-in" },
      orderBy: { id: "desc" },
      take: 2,
    });
    expect(actions.map(({ outcome }) => outcome)).toEqual(["refused", "done"]);
    expect(actions[1]).toMatchObject({ actorKind: "user", actorName: "Person fay" });
  });
});
