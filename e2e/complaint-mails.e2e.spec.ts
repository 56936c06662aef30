import { randomUUID } from "node:crypto";
import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { startTestMailServer, type TestMailServer } from "../server/notifications/testing/mail-server";
import { startTestApp, type TestApp } from "../server/testing/app";
import { openBrowser } from "../server/testing/browser";
import { type SignedIn, signedIn } from "../server/testing/signed-in";
import { until } from "../server/testing/until";
import { ComplaintPages } from "./pages/complaint-pages";
import { visit } from "./pages/visit";
import { aPerson, type Person } from "./preconditions/person";
import { theApp } from "./the-app";

let browser: Browser;
const windows: Person[] = [];

beforeAll(async () => {
  browser = await openBrowser();
});
afterEach(async () => {
  const said = windows.flatMap(({ complaints }) => complaints);
  await Promise.all(windows.splice(0).map(({ context }) => context.close()));
  expect(said).toEqual([]);
});
afterAll(async () => {
  await browser?.close();
});

async function seat(person: SignedIn, url = theApp().url): Promise<ComplaintPages> {
  const options = { cookies: person.cookiesFor(url), baseURL: url, patience: 40_000 };
  const seated = await aPerson(browser, options);
  windows.push(seated);
  return new ComplaintPages(seated.page);
}

const word = () => randomUUID().slice(0, 8);

describe("customers and administrators", () => {
  const duty = `duty-${word()}@complaints.example`;
  const customer = { userId: `u-${word()}`, email: `zoe-${word()}@complaints.example` };
  let agent: SignedIn;
  let admin: SignedIn;

  beforeAll(async () => {
    [agent, admin] = await Promise.all([
      signedIn(theApp().databaseUrl, "agent", { name: "Alice Agent" }),
      signedIn(theApp().databaseUrl, "admin", { name: "Ada Admin" }),
    ]);
  });
  afterAll(async () => {
    // The other files share the application: they are told nothing of it.
    const { page } = await seat(admin);
    await visit(page, "/settings/notifications");
    await page.getByRole("button", { name: `Remove ${duty}` }).click();
    await page.getByRole("alertdialog").getByRole("button", { name: "Remove" }).click();
    await page.getByText(duty).first().waitFor({ state: "detached" });
  });

  it("are told of each step by mail, once, in their language, and the mails can be read", async () => {
    const office = (await seat(admin)).page;
    await visit(office, "/settings/notifications");
    await office.getByLabel("E-mail").fill(duty);
    await office.getByRole("button", { name: "Add", exact: true }).click();
    await office.getByRole("listitem").filter({ hasText: duty }).waitFor();

    const desk = await seat(agent);
    const { page } = desk;
    await visit(page, "/settings/customers");
    await page.getByRole("button", { name: "Add a customer" }).click();
    const form = page.getByRole("dialog", { name: "Add a customer" });
    await form.getByLabel("User id").fill(customer.userId);
    await form.getByLabel("E-mail").fill(customer.email);
    await form.getByLabel("Name").fill("Zoé Lefèvre");
    await form.getByLabel("Language of mails").selectOption({ label: "French" });
    await form.getByRole("button", { name: "Save" }).click();
    await page.getByRole("listitem").filter({ hasText: customer.email }).waitFor();

    const title = `La lampe est cassée ${word()}`;
    const about = {
      userId: customer.userId,
      title,
      description: "Le verre est brisé.",
      category: "livraison",
    };
    const id = await desk.file(about);
    await desk.act("Assign");
    await desk.act("Resolve", "Une lampe neuve est en route.");
    await desk.act("Close complaint");
    const toCustomer = desk.mails.filter({ hasText: customer.email });
    await until(async () => ((await toCustomer.filter({ hasText: "Sent" }).count()) === 4 ? true : null));
    await desk.mails.filter({ hasText: duty }).filter({ hasText: "New complaint" }).waitFor();
    expect(await desk.mails.count()).toBe(5);
    for (const subject of ["reçu", "en bonnes mains", "résolue", "close"])
      expect(await toCustomer.filter({ hasText: subject }).count()).toBe(1);

    await toCustomer.filter({ hasText: "résolue" }).getByRole("button", { name: "Show the mail" }).click();
    const mail = page.getByRole("dialog");
    await mail.getByText("Bonjour Zoé Lefèvre,").waitFor();
    expect(await mail.textContent()).toContain("Une lampe neuve est en route.");
    await page.keyboard.press("Escape");

    await page.getByRole("tab", { name: "Audit trail" }).click();
    const trail = page.getByRole("table", { name: "Audit trail" });
    await until(async () => ((await trail.getByText("NOTIFICATION_SENT").count()) === 5 ? true : null));

    await visit(page, "/mails");
    await page.getByRole("button", { name: new RegExp(`close : ${title}`) }).click();
    await page.getByRole("complementary").getByText("Merci de nous en avoir fait part.").waitFor();
    // What the built-in mail server really took: each mail once.
    const taken = await fetch(`${theApp().url}/api/mails?complaintId=${id}`, { headers: agent.bearer });
    const { items } = (await taken.json()) as { items: { state: string; attempts: number }[] };
    expect(items.map(({ state, attempts }) => [state, attempts])).toEqual(Array(5).fill(["sent", 1]));
  });
});

describe("a mail server that refuses", () => {
  let app: TestApp;
  let server: TestMailServer;

  beforeAll(async () => {
    server = await startTestMailServer();
    server.behaviour = () => "later";
    app = await startTestApp({ SILLAGE_COMPLAINTS: "on", SMTP_URL: server.url });
  });
  afterAll(async () => {
    await app?.stop();
    await server?.stop();
  });

  it("is tried five times; then what could not be told is compensated, and later mails go out again", async () => {
    const desk = await seat(await signedIn(app.databaseUrl, "agent", { name: "Alice Agent" }), app.url);
    const { page } = desk;
    await desk.file({
      userId: "u-1",
      title: "The lamp arrived broken",
      description: "The box was dented.",
      category: "delivery",
      customer: { email: "claire@complaints.example" },
    });
    // Waits of 1, 2, 4 and 8 seconds lie between the attempts.
    await desk.mails.filter({ hasText: "Failed" }).waitFor({ timeout: 60_000 });
    await page.getByText("Compensated", { exact: true }).first().waitFor();
    const actions = page.getByRole("region", { name: "Compensation" });
    for (const action of ["CANCEL_NOTIFICATION", "MARK_COMPENSATED"])
      await actions
        .getByRole("listitem")
        .filter({ hasText: action })
        .filter({ hasText: "done" })
        .first()
        .waitFor();
    expect(await desk.timeline.allTextContents()).toEqual(["Compensated", "Compensation required", "Filed"]);
    await page.getByRole("tab", { name: "Audit trail" }).click();
    const marked = page.getByRole("row").filter({ hasText: "COMPLAINT_CREATED" });
    await marked.getByText("Compensated").waitFor();
    expect(server.taken).toEqual([]);

    server.behaviour = () => "take";
    await desk.act("Assign");
    await page.getByRole("tab", { name: "Mails" }).click();
    await desk.mails.filter({ hasText: "Sent" }).waitFor({ timeout: 60_000 });
    expect(server.taken.map(({ to }) => to)).toEqual(["claire@complaints.example"]);
  }, 180_000);
});
