import type { Browser, BrowserContext, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { makeAdminLink } from "../server/access/first-link";
import { createPrisma } from "../server/db";
import { readEnv } from "../server/env";
import type { PrismaClient } from "../server/generated/prisma/client";
import { openBrowser } from "../server/testing/browser";
import { type SignedIn, signedIn } from "../server/testing/signed-in";
import { visit } from "./pages/visit";
import { accessibilityProblems } from "./preconditions/axe";
import { theApp } from "./the-app";

let browser: Browser;
let prisma: PrismaClient;
let viewer: SignedIn;
let context: BrowserContext;

beforeAll(async () => {
  browser = await openBrowser();
  prisma = createPrisma(theApp().databaseUrl);
  viewer = await signedIn(theApp().databaseUrl, "viewer", { name: "Vera Viewer" });
});
afterAll(async () => {
  await browser?.close();
  await prisma?.$disconnect();
});
afterEach(() => context?.close());

async function aPage(options: BrowserContextOptions = {}): Promise<Page> {
  context = await browser.newContext({ baseURL: theApp().url, locale: "en-GB", ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(8_000);
  return page;
}

async function signIn(page: Page, password = viewer.user.password): Promise<void> {
  await page.getByLabel("E-mail").fill(viewer.user.email);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
}

/** A link as the launcher prints it, for the application under test. */
async function adminLink(now = new Date()): Promise<string> {
  const env = readEnv({ PUBLIC_URL: theApp().url });
  return makeAdminLink(prisma, env, now);
}

describe("the sign-in page", () => {
  it("lets somebody in to the page that they wanted, and out again", async () => {
    const page = await aPage();
    await visit(page, "/sign-in?next=/topology%3Ftab%3Dqueues");
    await signIn(page);
    await page.waitForURL(/\/topology\?tab=queues$/);
    await page.getByRole("button", { name: "Your account: Vera Viewer" }).click();
    await page.getByRole("button", { name: "Sign out" }).click();
    await page.waitForURL(/\/sign-in$/);
    expect((await context.cookies()).map(({ name }) => name)).not.toContain("sillage.session_token");
  });

  it("says that something was wrong, not what", async () => {
    const page = await aPage();
    await visit(page, "/sign-in");
    await signIn(page, "not my password");
    await page.getByRole("alert").getByText("E-mail or password is wrong.").waitFor();
    await signIn(page);
    await page.waitForURL((url) => url.pathname === "/");
  });

  it.each(["//evil.example", "https://evil.example/", "/\\evil.example", "javascript:alert(1)"])(
    "leads nobody to %s",
    async (next) => {
      const page = await aPage();
      await visit(page, `/sign-in?next=${encodeURIComponent(next)}`);
      await signIn(page);
      await page.waitForURL(`${theApp().url}/`);
    },
  );

  it.each([
    ["light", 1440, "en-GB"],
    ["dark", 390, "fr-FR"],
  ] as const)("is accessible in %s at %d, in %s", async (colorScheme, width, locale) => {
    const page = await aPage({ colorScheme, locale, viewport: { width, height: 800 } });
    await visit(page, "/sign-in");
    await page.getByRole("heading", { level: 1 }).waitFor();
    expect(await accessibilityProblems(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
  });
});

describe("the link for the first administrator", () => {
  it("makes an administrator, who is then signed in, and works once", async () => {
    const page = await aPage();
    const link = await adminLink();
    await visit(page, link);
    await page.getByLabel("Name").fill("Ada Admin");
    await page.getByLabel("E-mail").fill("ada@example.com");
    await page.getByLabel("Password").fill("password1234");
    expect(await page.getByRole("checkbox", { name: /^Operate/ }).isChecked()).toBe(true);
    await page.getByRole("checkbox", { name: /^Deal with complaints/ }).uncheck();
    await page.getByRole("button", { name: "Set and sign in" }).click();
    await page.getByText("This password is easy to guess").waitFor();
    await page.getByLabel("Password").fill("a lighthouse in the fog");
    await page.getByRole("button", { name: "Set and sign in" }).click();
    await page.waitForURL(`${theApp().url}/`);
    await page.getByRole("button", { name: "Your account: Ada Admin" }).waitFor();
    const grants = await prisma.roleGrant.findMany({
      where: { user: { email: "ada@example.com" } },
      orderBy: { role: "asc" },
    });
    expect(grants).toMatchObject(
      ["operator", "admin"].map((role) => ({ role, vhost: null, exchanges: null, grantedBy: "welcome" })),
    );
    await visit(page, link);
    await page.getByRole("alert").getByText("This link does not work").waitFor();
  });

  it("does not work after a quarter of an hour, nor when a newer one was made", async () => {
    const page = await aPage();
    await visit(page, await adminLink(new Date(Date.now() - 15 * 60_000)));
    await page.getByText("This link does not work").waitFor();
    const older = await adminLink();
    await adminLink();
    await visit(page, older);
    await page.getByText("This link does not work").waitFor();
  });

  it("keeps working when the form was refused", async () => {
    const page = await aPage();
    await visit(page, await adminLink());
    await page.getByLabel("Name").fill("Vera again");
    await page.getByLabel("E-mail").fill(viewer.user.email);
    await page.getByLabel("Password").fill("a lighthouse in the fog");
    await page.getByRole("button", { name: "Set and sign in" }).click();
    await page.getByText("There is a user with this e-mail already.").waitFor();
    await page.getByLabel("E-mail").fill("vera2@example.com");
    await page.getByRole("button", { name: "Set and sign in" }).click();
    await page.waitForURL(`${theApp().url}/`);
  });
});
