import { createServer, request, type Server } from "node:http";
import {
  type AddressInfo,
  connect,
  createServer as createSocketServer,
  type Socket,
  type Server as SocketServer,
} from "node:net";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startTestApp, type TestApp } from "../server/testing/app";
import { openBrowser } from "../server/testing/browser";
import { createTestDatabase, type TestDatabase } from "../server/testing/database";
import { type OidcProvider, startOidcProvider } from "../server/testing/oidc-provider";
import { signedIn } from "../server/testing/signed-in";
import { visit } from "./pages/visit";
import { aPerson } from "./preconditions/person";
import { theApp } from "./the-app";

/** Where the client of the gateway is, as the gateway tells it: nowhere near this machine. */
const CLIENT = "203.0.113.9";

let gateway: Server;
let address: string;
let app: TestApp;
let database: TestDatabase;
let line: DatabaseLine;
let provider: OidcProvider;
let browser: Browser;

beforeAll(async () => {
  [provider, browser] = await Promise.all([startOidcProvider(), openBrowser()]);
  gateway = createServer((incoming, outgoing) => {
    const { port } = new URL(app.url);
    const headers = {
      ...incoming.headers,
      "x-forwarded-for": CLIENT,
      "x-forwarded-host": incoming.headers.host,
    };
    const passed = request(
      { host: "127.0.0.1", port, method: incoming.method, path: incoming.url, headers },
      (answer) => {
        outgoing.writeHead(answer.statusCode!, answer.headers);
        answer.pipe(outgoing);
      },
    );
    passed.on("error", () => outgoing.destroy());
    outgoing.on("close", () => passed.destroy());
    incoming.pipe(passed);
  });
  await new Promise<void>((resolve) => gateway.listen(0, "127.0.0.1", resolve));
  address = `http://127.0.0.1:${(gateway.address() as AddressInfo).port}`;
  database = await createTestDatabase();
  line = await lineTo(database.url);
  app = await startTestApp({
    DATABASE_URL: line.url,
    PUBLIC_URL: address,
    TRUSTED_PROXIES: "127.0.0.1",
    OIDC_ISSUER: provider.issuer,
    OIDC_CLIENT_ID: provider.clientId,
    OIDC_CLIENT_SECRET: provider.clientSecret,
  });
}, 180_000);

afterAll(async () => {
  gateway?.closeAllConnections();
  gateway?.close();
  await line?.join();
  await Promise.all([browser?.close(), provider?.close(), app?.stop()]);
  await line?.cut();
  await database?.drop();
});

/** A way to the database that can be cut, and joined again. */
interface DatabaseLine {
  url: string;
  cut(): Promise<void>;
  join(): Promise<void>;
}

async function lineTo(databaseUrl: string): Promise<DatabaseLine> {
  const target = new URL(databaseUrl);
  const sockets = new Set<Socket>();
  const server: SocketServer = createSocketServer((near) => {
    const far = connect(Number(target.port), target.hostname);
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(one);
      one.on("error", () => {});
      one.on("close", () => {
        sockets.delete(one);
        other.destroy();
      });
      one.pipe(other);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const url = new URL(databaseUrl);
  url.host = `127.0.0.1:${port}`;
  return {
    url: url.href,
    cut: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
    join: () =>
      new Promise((resolve) => {
        if (server.listening) resolve();
        else server.listen(port, "127.0.0.1", resolve);
      }),
  };
}

interface SignIns {
  items: { actor: { name: string }; from: string | null }[];
}

async function lastSignIn(url: string, authorization: string): Promise<SignIns["items"][number]> {
  const answer = await fetch(`${url}/api/operator-actions?action=session.signed-in&limit=1`, {
    headers: { authorization },
  });
  return ((await answer.json()) as SignIns).items[0]!;
}

describe("behind a gateway that the console trusts", () => {
  it("lets somebody in by the identity provider, and live rows through", async () => {
    provider.person = {
      sub: "ada",
      email: "ada@example.com",
      email_verified: true,
      name: "Ada",
      roles: ["operator"],
    };
    const { page, context, complaints } = await aPerson(browser, {
      baseURL: address,
      cookies: [],
      patience: 15_000,
    });
    await visit(page, "/sign-in?next=/live");
    await page.getByRole("button", { name: "Sign in with your organisation" }).click();
    await page.waitForURL(`${address}/live`);
    await page.getByRole("button", { name: "Your account: Ada" }).waitFor();
    await page.getByRole("contentinfo").getByText("connected").waitFor();
    expect(complaints).toEqual([]);
    await context.close();
  });

  it("records where they came from, as the gateway says", async () => {
    const auditor = await signedIn(database.url, "auditor", { publicUrl: address });
    expect(await lastSignIn(address, auditor.bearer.authorization)).toMatchObject({
      actor: { name: "Ada" },
      from: CLIENT,
    });
  });
});

describe("while the database is away", () => {
  it("says so on every page, and shows the page again when it is back", async () => {
    const viewer = await signedIn(database.url, "viewer", { publicUrl: address });
    const { page, context } = await aPerson(browser, {
      baseURL: address,
      cookies: viewer.cookiesFor(address),
      patience: 30_000,
    });
    await line.cut();
    await visit(page, "/topology");
    await page.getByRole("alert").getByText("The database does not answer").waitFor();
    await page.getByText("wait in the broker’s audit queue").waitFor();
    await line.join();
    await page.getByRole("tab", { name: "Exchanges" }).waitFor();
    await context.close();
  });
});

describe("a console without trusted proxies", () => {
  it("believes nobody who says that they come from elsewhere", async () => {
    await fetch(`${theApp().url}/api/auth/sign-in/email`, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        origin: theApp().url,
        "x-forwarded-for": CLIENT,
        forwarded: `for=${CLIENT}`,
        "x-sillage-client": CLIENT,
      },
      body: JSON.stringify({ email: "pretender@example.com", password: "not the password" }),
    });
    expect(await lastSignIn(theApp().url, `Bearer ${theApp().token}`)).toMatchObject({
      actor: { name: "pretender@example.com" },
      from: "127.0.0.1",
    });
  });
});
