import { randomUUID } from "node:crypto";
import pg from "pg";
import type { Browser, BrowserContext } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { openBrowser } from "../server/testing/browser";
import { type SignedIn, signedIn } from "../server/testing/signed-in";
import { AuditPage } from "./pages/audit-page";
import { visit } from "./pages/visit";
import { accessibilityProblems } from "./preconditions/axe";
import { theApp } from "./the-app";

let browser: Browser;
let database: pg.Client;
let person: SignedIn;
let context: BrowserContext;
let audit: AuditPage;
let complaints: string[];
/** A name that no other action has. */
const loud = `e2e.loud.${randomUUID()}`;
const vhost = () => decodeURIComponent(new URL(theApp().rabbitmqUrl).pathname.slice(1));

beforeAll(async () => {
  browser = await openBrowser();
  database = new pg.Client({ connectionString: theApp().databaseUrl });
  await database.connect();
  person = await signedIn(theApp().databaseUrl, [{ role: "operator" }, { role: "auditor" }], {
    name: "Ann Audit",
  });
  await exclude(loud);
  await database.query(
    `INSERT INTO operator_actions (actor_kind, actor_name, action, target_type, target_id, outcome, at)
     SELECT 'command', 'e2e many', 'quarantine.imported', 'quarantine', n::text, 'failed', now() - n * interval '1 second'
     FROM generate_series(1, 230) AS n`,
  );
});
afterAll(async () => {
  await database?.end();
  await browser?.close();
});

/** As a program does it; it claims to come from somewhere else. */
async function exclude(exchange: string): Promise<void> {
  const answer = await fetch(`${theApp().url}/api/coverage/exclude`, {
    method: "POST",
    headers: {
      ...person.bearer,
      "content-type": "application/json",
      "x-forwarded-for": "203.0.113.9",
      "x-sillage-client": "203.0.113.9",
      forwarded: "for=203.0.113.9",
    },
    body: JSON.stringify({ vhost: vhost(), exchange }),
  });
  expect(answer.status).toBe(200);
}

async function openContext(settings: Parameters<Browser["newContext"]>[0] = {}): Promise<void> {
  context = await browser.newContext({
    baseURL: theApp().url,
    locale: "en-GB",
    viewport: { width: 1440, height: 900 },
    ...settings,
  });
  await context.addCookies(person.cookiesFor(theApp().url));
  const page = await context.newPage();
  page.setDefaultTimeout(8_000);
  page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(error.message));
  audit = new AuditPage(page);
}

beforeEach(async () => {
  complaints = [];
  await openContext();
});
afterEach(async () => {
  await context?.close();
  expect(complaints).toEqual([]);
});

describe("the audit page", () => {
  it("tells who did what, from where, and the state before and after", async () => {
    await audit.open(`?target=${loud}`);
    await audit.row(loud).getByText("Stopped observing an exchange").click();
    const opened = audit.opened;
    await opened.getByRole("heading", { name: "Stopped observing an exchange" }).waitFor();
    // The address of the socket, not the one that the request claims.
    await opened.getByText("127.0.0.1", { exact: true }).waitFor();
    expect(await opened.getByText("203.0.113.9").count()).toBe(0);
    const change = opened.getByRole("row", { name: "excluded" });
    expect(await change.getByRole("cell").allInnerTexts()).toEqual(["false", "true"]);
    expect(new URL(audit.page.url()).searchParams.get("selected")).toMatch(/^\d+$/);
    await audit.page.keyboard.press("Escape");
    await opened.waitFor({ state: "detached" });
  });

  it("goes on to the very end, and keeps its filters in the address", async () => {
    await audit.open();
    await audit.field("Who").fill("e2e many");
    await audit.field("Who").press("Enter");
    await audit.row("e2e many").first().waitFor();
    await audit.choice("Outcome").selectOption("failed");
    await audit.list.focus();
    const end = audit.page.getByText("No older actions in this range.");
    while (!(await end.isVisible())) await audit.page.keyboard.press("End");
    expect(await audit.list.getAttribute("aria-rowcount")).toBe("231");
    const address = new URL(audit.page.url()).searchParams;
    expect([address.get("who"), address.get("outcome")]).toEqual(["e2e many", "failed"]);
    await audit.page.reload();
    await audit.row("e2e many").first().waitFor();
    expect(await audit.field("Who").inputValue()).toBe("e2e many");
    expect(await audit.choice("Outcome").inputValue()).toBe("failed");
  });

  it("says what is missing when there is nothing, and takes the way out", async () => {
    await audit.open(`?who=${randomUUID()}`);
    await audit.page.getByRole("heading", { name: "No action meets this choice" }).waitFor();
    await audit.page.getByRole("button", { name: "Clear the filters" }).click();
    await audit.rows.first().waitFor();
  });

  it("says that it failed, and tries again", async () => {
    await audit.open();
    await audit.rows.first().waitFor();
    await audit.page.route("**/api/trpc/actions.list**", (route) =>
      route.fulfill({ status: 503, contentType: "application/json", body: "[]" }),
    );
    await audit.page.route("**/api/trpc/**actions.list**", (route) => route.abort());
    await audit.field("Target").fill(loud);
    await audit.field("Target").press("Enter");
    await audit.page.getByRole("alert").getByText("The record could not be read").waitFor();
    await audit.page.unrouteAll();
    await audit.page.getByRole("button", { name: "Try again" }).click();
    await audit.row(loud).waitFor();
    complaints = complaints.filter((text) => !/Failed to load resource/.test(text));
  });

  it("speaks French, fits a telephone, and axe finds nothing on an opened action", async () => {
    for (const colorScheme of ["light", "dark"] as const) {
      await context.close();
      await openContext({ locale: "fr-FR", colorScheme, viewport: { width: 390, height: 800 } });
      await visit(audit.page, `/audit?target=${loud}`);
      await audit.page.locator("[data-row]").getByText("A cessé d’observer un exchange").click();
      const opened = audit.page.getByRole("complementary", { name: "Action ouverte" });
      await opened.getByRole("table").waitFor();
      const width = await audit.page.evaluate(() => document.documentElement.scrollWidth);
      expect(width).toBe(390);
      expect(await accessibilityProblems(audit.page)).toEqual([]);
    }
  });
});
