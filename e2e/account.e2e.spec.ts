import { createHmac } from "node:crypto";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { openBrowser } from "../server/testing/browser";
import { type Roles, type SignedIn, signedIn } from "../server/testing/signed-in";
import { visit } from "./pages/visit";
import { accessibilityProblems } from "./preconditions/axe";
import { theApp } from "./the-app";

let browser: Browser;
const contexts: BrowserContext[] = [];

beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser?.close());
afterEach(async () => {
  for (const context of contexts.splice(0)) await context.close();
});

/** A browser of somebody, already signed in. */
async function aPage(person: SignedIn | null, width = 1440): Promise<Page> {
  const context = await browser.newContext({
    baseURL: theApp().url,
    locale: "en-GB",
    viewport: { width, height: 900 },
  });
  contexts.push(context);
  if (person) await context.addCookies(person.cookiesFor(theApp().url));
  const page = await context.newPage();
  page.setDefaultTimeout(8_000);
  return page;
}

const aPerson = (roles: Roles, name?: string) => signedIn(theApp().databaseUrl, roles, name ? { name } : {});

async function signIn(page: Page, email: string, password: string): Promise<void> {
  await visit(page, "/sign-in");
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
}

/** The code that an authenticator app shows for a secret (RFC 6238): from this period, or the next. */
function codeOf(secret: string, periodsAhead = 0): string {
  const bits = [...secret.replace(/=+$/, "")]
    .map((letter) => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(letter).toString(2).padStart(5, "0"))
    .join("");
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + periodsAhead));
  const mac = createHmac("sha1", key).update(counter).digest();
  const at = mac[19]! & 15;
  return String((mac.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, "0");
}

describe("the account page", () => {
  it("changes the name, which the top bar then shows", async () => {
    const page = await aPage(await aPerson("viewer", "Vera"));
    await visit(page, "/account");
    await page.getByLabel("Name").fill("Vera Nova");
    await page.getByRole("button", { name: "Change the name" }).click();
    await page.getByRole("button", { name: "Your account: Vera Nova" }).waitFor();
  });

  it("changes the password, and the other sessions end", async () => {
    const vera = await aPerson("viewer");
    const page = await aPage(vera);
    const elsewhere = await aPage(null);
    await signIn(elsewhere, vera.user.email, vera.user.password);
    await elsewhere.waitForURL(`${theApp().url}/`);
    await visit(page, "/account");
    await page.getByRole("button", { name: "End", exact: true }).waitFor();
    await page.getByLabel("Current password").fill(vera.user.password);
    await page.getByLabel("New password").fill("a lighthouse in the fog");
    await page.getByRole("button", { name: "Change the password" }).click();
    await page.getByText("Your password is changed").first().waitFor();
    await page.getByRole("button", { name: "End", exact: true }).waitFor({ state: "detached" });
    await visit(elsewhere, "/account");
    await elsewhere.waitForURL(/\/sign-in\?next=/);
    await visit(page, "/account");
    await page.getByText("This one").waitFor();
  });

  it("sets up a second factor, which the next sign-in asks for, and takes a backup code once", async () => {
    const vera = await aPerson("viewer");
    const page = await aPage(vera);
    await visit(page, "/account");
    await page.getByRole("button", { name: "Turn on" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Current password").fill(vera.user.password);
    await dialog.getByRole("button", { name: "Continue" }).click();
    await dialog.getByRole("img", { name: /QR code/ }).waitFor();
    const secret = (await dialog.getByTestId("totp-secret").textContent())!.trim();
    await dialog.getByLabel("Code of six digits").fill("000000");
    await dialog.getByRole("button", { name: "Turn on" }).click();
    await dialog.getByRole("alert").getByText("This code is not right").waitFor();
    await dialog.getByLabel("Code of six digits").fill(codeOf(secret));
    await dialog.getByRole("button", { name: "Turn on" }).click();
    const codes = dialog.getByRole("list", { name: "Backup codes" }).getByRole("listitem");
    const backupCode = await codes.first().textContent();
    await dialog.getByRole("button", { name: "I have kept them" }).click();

    const next = await aPage(null);
    await signIn(next, vera.user.email, vera.user.password);
    await next.getByLabel("Code of six digits").fill(codeOf(secret, 1));
    await next.getByRole("button", { name: "Sign in" }).click();
    await next.waitForURL(`${theApp().url}/`);

    for (const ends of ["in", "refused"] as const) {
      const again = await aPage(null);
      await signIn(again, vera.user.email, vera.user.password);
      await again.getByRole("button", { name: "Use a backup code" }).click();
      await again.getByLabel("Backup code").fill(backupCode!);
      await again.getByRole("button", { name: "Sign in" }).click();
      if (ends === "in") await again.waitForURL(`${theApp().url}/`);
      else await again.getByRole("alert").getByText("This code is not right").waitFor();
    }

    // Device and codes are lost: an administrator takes the second factor away.
    const admin = await aPage(await aPerson("admin"));
    await visit(admin, "/settings/users");
    const row = admin.getByRole("listitem").filter({ hasText: vera.user.email });
    await row.getByRole("button", { name: /^What can be done with/ }).click();
    await admin.getByRole("menuitem", { name: "Remove the second factor" }).click();
    const question = admin.getByRole("alertdialog");
    await question.getByLabel("Reason (optional)").fill("Lost the telephone");
    await question.getByRole("button", { name: "Remove the second factor" }).click();
    await admin.getByText("has no second factor any more").first().waitFor({ state: "attached" });
    const freed = await aPage(null);
    await signIn(freed, vera.user.email, vera.user.password);
    await freed.waitForURL(`${theApp().url}/`);
  });

  it.each([1440, 390])("is accessible at %d", async (width) => {
    const page = await aPage(await aPerson([{ role: "operator", vhost: "/", exchanges: "order*" }]), width);
    await visit(page, "/account");
    await page.getByText("Operator in / on order*").waitFor();
    expect(await accessibilityProblems(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
  });
});

describe("the page of users", () => {
  it("adds somebody, who sets a password by the link and has the role that was given", async () => {
    const page = await aPage(await aPerson("admin"));
    await visit(page, "/settings/users");
    await page.getByRole("button", { name: "Add a user" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Name").fill("Otto");
    await dialog.getByLabel("E-mail").fill("otto@example.com");
    await dialog.getByRole("combobox", { name: "Role" }).selectOption("operator");
    await dialog.getByLabel("Exchanges").fill("order*");
    await dialog.getByRole("button", { name: "Add a user" }).click();
    const link = (await dialog.getByLabel("Link to set the password", { exact: true }).textContent())!;
    await dialog.getByRole("button", { name: "Done" }).click();
    await page
      .getByRole("listitem")
      .filter({ hasText: "otto@example.com" })
      .getByText("No password yet")
      .waitFor();

    const otto = await aPage(null);
    await visit(otto, link.replace(/^https?:\/\/[^/]+/, ""));
    await otto.getByText("For Otto, otto@example.com.").waitFor();
    await otto.getByLabel("Password").fill("a lighthouse in the fog");
    await otto.getByRole("button", { name: "Set and sign in" }).click();
    await otto.waitForURL(`${theApp().url}/`);
    await visit(otto, "/account");
    await otto.getByText("Operator on order*").waitFor();
  });

  it("changes roles, ends sessions and removes", async () => {
    const admin = await aPerson("admin", "Last Ada");
    const vera = await aPerson("viewer", "Vera Gone");
    const theirs = await aPage(vera);
    await visit(theirs, "/account");
    const page = await aPage(admin);
    await visit(page, "/settings/users");
    const row = page.getByRole("listitem").filter({ hasText: vera.user.email });
    const deed = async (name: string) => {
      await row.getByRole("button", { name: "What can be done with Vera Gone" }).click();
      await page.getByRole("menuitem", { name }).click();
    };
    await deed("Roles …");
    await page.getByRole("dialog").getByRole("combobox", { name: "Role" }).selectOption("auditor");
    await page.getByRole("dialog").getByRole("button", { name: "Save" }).click();
    await row.getByText("Auditor").waitFor();
    await deed("End all sessions");
    await page.getByRole("alertdialog").getByRole("button", { name: "End all sessions" }).click();
    await row.getByText("Not signed in").waitFor();
    await visit(theirs, "/account");
    await theirs.waitForURL(/\/sign-in/);
    await deed("Remove the user");
    await page.getByRole("alertdialog").getByRole("button", { name: "Remove the user" }).click();
    await row.waitFor({ state: "detached" });
  });

  it("is for administrators", async () => {
    const page = await aPage(await aPerson("operator"));
    await visit(page, "/settings/users");
    await page.getByText("This page is not open to you").waitFor();
    expect(await page.getByRole("button", { name: "Add a user" }).count()).toBe(0);
  });
});

describe("the page of tokens", () => {
  it("makes a token that works until it is revoked", async () => {
    const page = await aPage(await aPerson("admin"));
    await visit(page, "/settings/tokens");
    await page.getByRole("button", { name: "Make a token" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Name").fill("ci of e2e");
    await dialog.getByRole("button", { name: "Make a token" }).click();
    const token = (await dialog.getByLabel("Token", { exact: true }).textContent())!;
    await dialog.getByRole("button", { name: "Done" }).click();
    const ask = () =>
      fetch(`${theApp().url}/api/trpc/access.me`, { headers: { authorization: `Bearer ${token}` } }).then(
        (answer) => answer.text(),
      );
    expect(await ask()).toContain("ci of e2e");
    await page.getByRole("button", { name: "Revoke ci of e2e" }).click();
    await page.getByRole("alertdialog").getByRole("button", { name: "Revoke" }).click();
    await page.getByRole("listitem").filter({ hasText: "ci of e2e" }).getByText("revoked").waitFor();
    expect(await ask()).not.toContain("ci of e2e");
  });
});
