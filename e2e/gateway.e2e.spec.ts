import { createServer, request, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { startTestApp, type TestApp } from "../server/testing/app";
import { openBrowser } from "../server/testing/browser";
import { type OidcProvider, startOidcProvider } from "../server/testing/oidc-provider";
import { signedIn } from "../server/testing/signed-in";
import { aPerson } from "./preconditions/person";

/** Where the client of the gateway is, as the gateway tells it: nowhere near this machine. */
const CLIENT = "203.0.113.9";

let gateway: Server;
let address: string;
let app: TestApp;
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
  app = await startTestApp({
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
  await Promise.all([browser?.close(), provider?.close(), app?.stop()]);
});

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
    await page.goto("/sign-in?next=/live");
    await page.getByRole("button", { name: "Sign in with your organisation" }).click();
    await page.waitForURL(`${address}/live`);
    await page.getByRole("button", { name: "Your account: Ada" }).waitFor();
    await page.getByRole("contentinfo").getByText("connected").waitFor();
    expect(complaints).toEqual([]);
    await context.close();
  });

  it("records where they came from, as the gateway says", async () => {
    const auditor = await signedIn(app.databaseUrl, "auditor", { publicUrl: address });
    expect(await lastSignIn(address, auditor.bearer.authorization)).toMatchObject({
      actor: { name: "Ada" },
      from: CLIENT,
    });
  });
});

describe("a console without trusted proxies", () => {
  it("believes nobody who says that they come from elsewhere", async () => {
    await fetch(`${inject("appUrl")}/api/auth/sign-in/email`, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        origin: inject("appUrl"),
        "x-forwarded-for": CLIENT,
        forwarded: `for=${CLIENT}`,
        "x-sillage-client": CLIENT,
      },
      body: JSON.stringify({ email: "pretender@example.com", password: "not the password" }),
    });
    expect(await lastSignIn(inject("appUrl"), `Bearer ${inject("appToken")}`)).toMatchObject({
      actor: { name: "pretender@example.com" },
      from: "127.0.0.1",
    });
  });
});
