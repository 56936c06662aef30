import { randomUUID } from "node:crypto";
import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { openBrowser } from "../server/testing/browser";
import { type SignedIn, signedIn } from "../server/testing/signed-in";
import { until } from "../server/testing/until";
import { ComplaintPages } from "./pages/complaint-pages";
import { pressShortcut } from "./pages/keys";
import { visit } from "./pages/visit";
import { aPerson, ask, type Person } from "./preconditions/person";
import { theApp } from "./the-app";

let browser: Browser;
let alice: SignedIn;
let bob: SignedIn;
let viewer: SignedIn;
const windows: Person[] = [];

beforeAll(async () => {
  browser = await openBrowser();
  const database = theApp().databaseUrl;
  [alice, bob, viewer] = await Promise.all([
    signedIn(database, "agent", { name: "Alice Agent" }),
    signedIn(database, "agent", { name: "Bob Agent" }),
    signedIn(database, "viewer", { name: "Vera Viewer" }),
  ]);
});
afterEach(async () => {
  const said = windows.flatMap(({ complaints }) => complaints);
  await Promise.all(windows.splice(0).map(({ context }) => context.close()));
  // A conflict is an answer with an error status, which browsers note on the console.
  expect(said.filter((text) => !text.includes("409"))).toEqual([]);
});
afterAll(async () => {
  await browser?.close();
});

async function seat(person: SignedIn): Promise<ComplaintPages> {
  const seated = await aPerson(browser, { cookies: person.cookiesFor(theApp().url), patience: 15_000 });
  windows.push(seated);
  return new ComplaintPages(seated.page);
}

const aComplaint = (title = `The lamp arrived broken ${randomUUID().slice(0, 8)}`) => ({
  userId: `u-${randomUUID().slice(0, 8)}`,
  title,
  description: "The box was dented on one side.",
  category: "delivery",
  customer: { name: "Claire Martin", email: "claire.martin@complaints.example" },
});

describe("an agent", () => {
  it("files a complaint by keyboard alone: errors stand beside their fields, a reload keeps the draft", async () => {
    const desk = await seat(alice);
    const { page } = desk;
    await desk.openList();
    await page.getByRole("heading", { level: 1, name: "Complaints" }).waitFor();
    await pressShortcut(page, "n");
    const first = page.getByLabel("Customer’s user id");
    await first.waitFor();
    await page.keyboard.press("Control+Enter");
    const problem = page.getByText("Fill this in.");
    await problem.first().waitFor();
    expect(await problem.count()).toBe(4);
    expect(await first.getAttribute("aria-invalid")).toBe("true");
    expect(await first.evaluate((field) => field === document.activeElement)).toBe(true);

    const { title, ...rest } = aComplaint();
    await page.keyboard.type(rest.userId);
    await page.keyboard.press("Tab");
    await page.keyboard.type(title);
    await page.keyboard.press("Tab");
    await page.keyboard.type(rest.description);
    await page.reload();
    // The draft is there once the script has read it.
    await until(async () => (await page.getByLabel("Title").inputValue()) || null);
    expect(await page.getByLabel("Title").inputValue()).toBe(title);
    expect(await page.getByLabel("Description").inputValue()).toBe(rest.description);

    await page.getByLabel("Category").focus();
    await page.keyboard.type(rest.category);
    await page.keyboard.press("Control+Enter");
    const id = await desk.opened(title);
    await desk.isNow("Open");
    await pressShortcut(page, "c");
    await page.getByRole("dialog", { name: "Comment" }).waitFor();
    await until(
      async () =>
        (await page
          .getByRole("dialog")
          .getByRole("textbox")
          .evaluate((it) => it === document.activeElement)) || null,
    );
    await page.keyboard.type("By keyboard alone.");
    await page.keyboard.press("Control+Enter");
    await page.getByText("By keyboard alone.").waitFor();
    // What was filed is no draft any more.
    await visit(page, "/complaints/new");
    expect(await page.getByLabel("Title").inputValue()).toBe("");
    await desk.openList(`?q=${id}`);
    await page.getByRole("row", { name: new RegExp(title) }).waitFor();
    await pressShortcut(page, "j");
    await page.keyboard.press("Enter");
    await desk.opened(title);
  });

  it("sees one that they are not allowed to touch as it is, and no way to change it", async () => {
    const desk = await seat(alice);
    const id = await desk.file(aComplaint());
    const reader = await seat(viewer);
    await reader.open(id);
    await reader.page.getByText("It needs one of these roles: complaint agent").waitFor();
    expect(await reader.page.getByRole("button", { name: "Assign" }).count()).toBe(0);
    expect(await reader.page.content()).not.toContain("claire.martin@");
    expect(await desk.page.content()).toContain("claire.martin@");
  });
});

describe("a complaint", () => {
  it("goes from open to closed; its timeline, audit trail, events and states say so", async () => {
    const desk = await seat(alice);
    const { page } = desk;
    await desk.file(aComplaint());
    await desk.act("Assign");
    await desk.isNow("Assigned");
    await desk.act("Start work");
    await desk.isNow("In progress");
    await desk.act("Comment", "Called the customer back.");
    await desk.act("Change priority");
    await desk.act("Resolve", "A new lamp is on its way.");
    await desk.isNow("Resolved");
    await desk.act("Close complaint");
    await desk.isNow("Closed");
    expect(await desk.timeline.allTextContents()).toEqual([
      "Closed",
      "Resolved",
      "Comment",
      "Work began",
      "Assigned",
      "Filed",
    ]);
    await page.getByText("A new lamp is on its way.").first().waitFor();

    await page.getByRole("tab", { name: "Audit trail" }).click();
    const trail = page.getByRole("table", { name: "Audit trail" });
    await trail.getByText("COMPLAINT_CLOSED").waitFor();
    expect(await trail.getByText(/^COMPLAINT_/).count()).toBe(6);
    await page.getByRole("tab", { name: "Events" }).click();
    await page.getByRole("button", { name: "Show the payload of COMPLAINT_CREATED" }).click();
    await page.getByText('"eventType": "COMPLAINT_CREATED"').waitFor();
    await page.getByRole("tab", { name: "Correlation" }).click();
    await page.getByRole("link", { name: "COMPLAINT_CLOSED" }).first().waitFor();
    await page.getByRole("tab", { name: "States" }).click();
    await page.getByRole("img", { name: /it is now Closed/ }).waitFor();
  });

  it("that is closed by one agent changes before the eyes of another", async () => {
    const [mine, theirs] = [await seat(alice), await seat(bob)];
    const id = await mine.file(aComplaint());
    await theirs.open(id);
    await theirs.isNow("Open");
    await mine.act("Assign");
    await theirs.isNow("Assigned");
    await theirs.page.getByRole("list", { name: "What happened" }).getByText("Alice Agent").first().waitFor();
  });
});

describe("a page that is still being opened", () => {
  it.each(["a complaint", "the list"])("misses nothing that changes before it listens: %s", async (which) => {
    const [mine, theirs] = [await seat(alice), await seat(bob)];
    const complaint = aComplaint();
    const id = await mine.file(complaint);
    let listen = () => {};
    const held = new Promise<void>((resolve) => {
      listen = resolve;
    });
    await theirs.page.route(/complaints\.live/, async (route) => {
      await held;
      await route.continue();
    });
    const asked = theirs.page.waitForRequest(/complaints\.live/);
    if (which === "the list") await visit(theirs.page, `/complaints?q=${id}`);
    else await theirs.open(id);
    const shown = (status: string) =>
      which === "the list"
        ? theirs.page.getByRole("row", { name: new RegExp(`${complaint.title}.*${status}`) }).waitFor()
        : theirs.isNow(status);
    await shown("Open");
    await asked;
    await mine.act("Assign");
    // The read model has it, so those who listen have been told.
    await until(async () => {
      const { items } = await (await ask(`/api/complaints?q=${id}`)).json();
      return items[0].status === "ASSIGNED" || null;
    });
    listen();
    await shown("Assigned");
  });
});

describe("two agents at once", () => {
  it("one wins; the other is told what happened, and sends what they wrote without writing it again", async () => {
    const [mine, theirs] = [await seat(alice), await seat(bob)];
    const id = await mine.file(aComplaint());
    await mine.act("Assign");
    await theirs.open(id);
    await theirs.isNow("Assigned");

    const form = await theirs.begin("Resolve");
    const answer = "Bob’s answer, which took a while to write.";
    await form.getByRole("textbox").fill(answer);
    await mine.act("Start work");
    await mine.isNow("In progress");
    await form.getByRole("button", { name: "Resolve" }).click();
    const conflict = form.getByRole("alert");
    await conflict.getByText("Somebody else was faster").waitFor();
    expect(await conflict.textContent()).toMatch(/Worked on by Alice Agent/);
    expect(await conflict.textContent()).toMatch(/now “In progress”/);
    expect(await form.getByRole("textbox").inputValue()).toBe(answer);
    await form.getByRole("button", { name: "Send all the same" }).click();
    await form.waitFor({ state: "detached" });
    await theirs.isNow("Resolved");
    await mine.isNow("Resolved");
    await mine.page.getByText(answer).first().waitFor();
  });

  it("and many at the same moment: every comment comes in, none is an error", async () => {
    const desk = await seat(alice);
    // A page came first here: what it made for the whole process serves the API, too.
    const id = await desk.file(aComplaint());
    const texts = Array.from({ length: 12 }, (_, i) => `At once, number ${i}.`);
    const answers = await Promise.all(
      texts.map((text) =>
        fetch(`${theApp().url}/api/complaints/${id}/comments`, {
          method: "POST",
          headers: { ...alice.bearer, "Content-Type": "application/json", "Idempotency-Key": randomUUID() },
          body: JSON.stringify({ text }),
        }),
      ),
    );
    expect(answers.filter(({ ok }) => !ok).map(({ status }) => status)).toEqual([]);
    for (const text of texts) await desk.page.getByText(text).first().waitFor();
  });

  it("what is not possible any more is not sent, and stays to be copied", async () => {
    const [mine, theirs] = [await seat(alice), await seat(bob)];
    const id = await mine.file(aComplaint());
    await mine.act("Assign");
    await theirs.open(id);
    const form = await theirs.begin("Resolve");
    await form.getByRole("textbox").fill("Too late.");
    await mine.act("Resolve", "Alice was faster.");
    await mine.act("Close complaint");
    await form.getByRole("button", { name: "Resolve" }).click();
    await form.getByText("That is not possible any more").waitFor();
    expect(await form.getByRole("button", { name: "Send all the same" }).isDisabled()).toBe(true);
    expect(await form.getByRole("textbox").inputValue()).toBe("Too late.");
  });
});

describe("the list", () => {
  it("follows what happens, as a table and as a board", async () => {
    const [mine, theirs] = [await seat(alice), await seat(bob)];
    const title = `Followed ${randomUUID().slice(0, 8)}`;
    await visit(theirs.page, `/complaints?q=${encodeURIComponent(title)}`);
    await theirs.page.getByText("No complaint matches").waitFor();
    await mine.file(aComplaint(title));
    await theirs.page.getByRole("row", { name: new RegExp(title) }).waitFor();
    await theirs.page.getByRole("radio", { name: "Board" }).check();
    const column = (name: string) => theirs.page.getByRole("region", { name, exact: true });
    await column("Open").getByRole("link", { name: title }).waitFor();
    await mine.act("Assign");
    await column("Assigned").getByRole("link", { name: title }).waitFor();
    expect(await column("Open").getByRole("link", { name: title }).count()).toBe(0);
    await theirs.page.getByRole("radio", { name: "Mine" }).check();
    await theirs.page.waitForURL(/quick=mine/);
    await column("Assigned").getByRole("link", { name: title }).waitFor({ state: "detached" });
  });
});
