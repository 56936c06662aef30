import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readEnv } from "@/server/env";
import { inRepo } from "@/server/launch/repo";
import { testRecord } from "@/server/testing/arrivals";
import { createTestDatabase, type TestDatabase } from "@/server/testing/database";
import { type SignedIn, signedIn } from "@/server/testing/signed-in";
import { storeArrivals } from "@/server/testing/store-arrivals";
import { appRouter } from "@/server/trpc/root";
import { createWebServices, type WebServices, webServices } from "@/server/web-services";
import { DOORS, type DoorRule, PERMISSIONS, ruleOf } from "./permissions";
import { ROLES, type Role } from "./roles";

/**
 * Every door of the product, found where it is built and not where it is listed: the procedures of the router and the
 * exported methods of the routes on disk, each tried by every role, by nobody, and by those who were somebody once.
 * Doors decide before they look at what they are given, so a nonsensical request tells allowed (400, 404, even 200)
 * from denied (401, 403).
 */

type Handler = (request: Request, context: { params: Promise<Record<string, string>> }) => Promise<Response>;
interface FoundDoor {
  name: string;
  knock: (headers: Record<string, string>) => Promise<number>;
}

const METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"] as const;
const ROUTES = inRepo("app");

let database: TestDatabase;
let services: WebServices;
const shared = globalThis as typeof globalThis & { sillageWeb?: WebServices };
const people = new Map<Role, SignedIn>();
/** Headers of those who have no business here (any more). */
const strangers: Record<string, Record<string, string>> = {};

beforeAll(async () => {
  database = await createTestDatabase();
  services = createWebServices(
    readEnv({ DATABASE_URL: database.url, LOG_LEVEL: "error", SILLAGE_RATE_BURST: "1000000" }),
  );
  shared.sillageWeb = services;
  expect(webServices()).toBe(services);
  for (const role of ROLES) people.set(role, await signedIn(database.url, role));
  // Each of them would be let in everywhere that a role opens.
  const everything = ROLES.map((role) => ({ role }));
  const [revoked, expired, ended, idle, garbled] = await Promise.all(
    Array.from({ length: 5 }, () => signedIn(database.url, everything)),
  );
  const run = (text: string, values: unknown[]) => services.storePool.query(text, values);
  await run("UPDATE api_tokens SET revoked_at = now() WHERE name = $1 AND created_by = $2", [
    revoked!.user.name,
    revoked!.user.id,
  ]);
  await run("UPDATE api_tokens SET expires_at = now() - interval '1 s' WHERE created_by = $1", [
    expired!.user.id,
  ]);
  await run("DELETE FROM sessions WHERE user_id = $1", [ended!.user.id]);
  await run("UPDATE sessions SET updated_at = now() - interval '100 days' WHERE user_id = $1", [
    idle!.user.id,
  ]);
  Object.assign(strangers, {
    "signed out": {},
    "with a revoked token": revoked!.bearer,
    "with an expired token": expired!.bearer,
    "with a session that was ended": { cookie: ended!.cookie },
    "with a session that was idle for too long": { cookie: idle!.cookie },
    "with a token that never was": {
      authorization: "Bearer sillage_0000000000000000000000000000000000000000",
    },
    "with a cookie that was changed": { cookie: `${garbled!.cookie}x` },
    "with a good cookie beside a bad token": {
      cookie: people.get("admin")!.cookie,
      authorization: "Bearer none",
    },
  });
});

afterAll(async () => {
  delete shared.sillageWeb;
  services?.log.close();
  await Promise.all([services?.searchPool.end(), services?.storePool.end()]);
  await services?.prisma.$disconnect();
  await database?.drop();
});

const procedures = appRouter._def.procedures as unknown as Record<
  string,
  { _def: { type: "query" | "mutation" | "subscription" } }
>;

async function allDoors(): Promise<FoundDoor[]> {
  const trpcRoute = await routeModule("api/trpc/[trpc]/route.ts");
  const doors = Object.entries(procedures).map(([name, procedure]): FoundDoor => {
    const { type } = procedure._def;
    const nonsense = JSON.stringify({ "not an input": true });
    const address = `http://localhost/api/trpc/${name}`;
    return {
      name,
      knock: async (headers) => {
        const handler = trpcRoute[type === "mutation" ? "POST" : "GET"]!;
        const request =
          type === "mutation"
            ? new Request(address, {
                method: "POST",
                headers: { ...headers, "content-type": "application/json" },
                body: nonsense,
              })
            : new Request(`${address}?input=${encodeURIComponent(nonsense)}`, {
                headers: { ...headers, ...(type === "subscription" ? { accept: "text/event-stream" } : {}) },
              });
        const answer = handler(request, { params: Promise.resolve({ trpc: name }) });
        return type === "subscription" ? statusInStream(answer) : statusOf(answer);
      },
    };
  });
  const files = (await readdir(ROUTES, { recursive: true })).filter((file) =>
    /(^|\/)route\.tsx?$/.test(file),
  );
  for (const file of files) {
    const path = `/${file
      .replace(/\/?route\.tsx?$/, "")
      .replace(/(^|\/)\([^/]*\)(?=\/|$)/g, "")
      .replaceAll("[", "{")
      .replaceAll("]", "}")}`;
    const module = await routeModule(file);
    for (const method of METHODS) {
      const handler = module[method];
      if (!handler) continue;
      const params = Object.fromEntries(
        [...path.matchAll(/\{(?:\.\.\.)?(\w+)\}/g)].map(([, name]) => [name, "nonsense"]),
      );
      doors.push({
        name: `${method} ${path}`,
        knock: (headers) =>
          statusOf(
            handler(new Request(`http://localhost${path}`, { method, headers }), {
              params: Promise.resolve(params as Record<string, string>),
            }),
          ),
      });
    }
  }
  return doors;
}

const routeModule = async (file: string): Promise<Partial<Record<(typeof METHODS)[number], Handler>>> =>
  await import(pathToFileURL(join(ROUTES, file)).href);

async function statusOf(answer: Promise<Response>): Promise<number> {
  const response = await answer;
  await response.body?.cancel();
  return response.status;
}

/** A stream of events begins with 200 whatever comes: what became of the request stands in it. */
async function statusInStream(answer: Promise<Response>): Promise<number> {
  const text = await (await answer).text();
  return Number(/"httpStatus":(\d+)/.exec(text)?.[1]);
}

/** What the table says of a role, held by a person or by a token. */
function allowed(rule: DoorRule | undefined, role: Role, how: "session" | "token"): boolean {
  if (rule === undefined) return false;
  if (rule === "own-account") return how === "session";
  if (rule === "public" || rule === "signed-in") return true;
  const roles: readonly Role[] = PERMISSIONS[rule];
  return roles.includes(role);
}

describe("the doors of the server", () => {
  it("each have a row in the permission table, and each row has a door", async () => {
    const found = (await allDoors()).map(({ name }) => name);
    expect(found.sort()).toEqual(Object.keys(DOORS).sort());
  });

  it("let every role in where the table says so, and nowhere else, with a session and with a token", async () => {
    const wrong: string[] = [];
    for (const { name, knock } of await allDoors()) {
      for (const [role, person] of people) {
        for (const [how, headers] of [
          ["session", { cookie: person.cookie }],
          ["token", person.bearer],
        ] as const) {
          const status = await knock(headers);
          const denied = status === 401 || status === 403;
          const right = allowed(ruleOf(name), role, how) ? !denied : status === 403;
          if (!right) wrong.push(`${name} answers ${status} to the ${role} with a ${how}`);
        }
      }
    }
    expect(wrong).toEqual([]);
  });

  it("let nobody in who is not, or no longer, somebody", async () => {
    const wrong: string[] = [];
    for (const { name, knock } of await allDoors()) {
      if (ruleOf(name) === "public") continue;
      for (const [who, headers] of Object.entries(strangers)) {
        const status = await knock(headers);
        if (status !== 401) wrong.push(`${name} answers ${status} to somebody ${who}`);
      }
    }
    expect(wrong).toEqual([]);
  });

  it("are tried at all: every subscription is among them", () => {
    const subscriptions = Object.entries(procedures).filter(([, it]) => it._def.type === "subscription");
    expect(subscriptions.map(([name]) => name)).toContain("audit.live");
  });
});

describe("a subscription", () => {
  it("ends when its token is revoked, whatever arrives", async () => {
    const person = await signedIn(database.url, "viewer");
    const { GET } = await routeModule("api/trpc/[trpc]/route.ts");
    const input = encodeURIComponent(JSON.stringify({ filter: {} }));
    const response = await GET!(
      new Request(`http://localhost/api/trpc/audit.live?input=${input}`, {
        headers: { ...person.bearer, accept: "text/event-stream" },
      }),
      { params: Promise.resolve({ trpc: "audit.live" }) },
    );
    expect(response.status).toBe(200);
    expect(response.headers.get("x-accel-buffering")).toBe("no");
    await services.storePool.query("UPDATE api_tokens SET revoked_at = now() WHERE created_by = $1", [
      person.user.id,
    ]);
    let over = false;
    const arriving = (async () => {
      while (!over) await storeArrivals(database.url, [testRecord({ json: { eventType: "Arrived" } })]);
    })();
    const text = await new Response(response.body).text();
    over = true;
    await arriving;
    expect(text).toContain("UNAUTHORIZED");
  });
});
