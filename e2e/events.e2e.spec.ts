import type { Browser, BrowserContext, BrowserContextOptions } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { openBrowser } from "../server/testing/browser";
import { EventsPage } from "./pages/events-page";
import { visit } from "./pages/visit";
import { aPerson, ask } from "./preconditions/person";
import { anEvent, aPublisher, type Publisher } from "./preconditions/shop";
import { theApp } from "./the-app";

let browser: Browser;
let shop: Publisher;
let context: BrowserContext;
let events: EventsPage;
let complaints: string[];

const placed = anEvent("OrderPlaced", { note: "Réclamation: colis ABÎMÉ" });
const paid = anEvent("PaymentCompleted", {
  correlationId: placed.metadata.correlationId,
  causedBy: placed.eventId,
});
const HOSTILE = '<img src=x onerror="document.title=1">\u202Egnp.exe';

beforeAll(async () => {
  browser = await openBrowser();
  shop = await aPublisher({ rabbitmqUrl: theApp().rabbitmqUrl }, "e2e.orders");
  await shop.publish("order.placed", placed, { headers: { "x-tenant": "acme", attempt: 3 } });
  await shop.publish("payment.completed", paid);
  await shop.publish("order.hostile", anEvent(HOSTILE, { note: HOSTILE }));
  await shop.publish("", Buffer.from([0, 255, 1, 2]));
  const counted = JSON.stringify({
    ...anEvent("OrderCounted"),
    eventData: { count: "N", a: { b: { c: { note: "deep down" } } } },
  });
  // No JavaScript number: written into the text.
  await shop.publish("order.counted", Buffer.from(counted.replace('"N"', "9007199254740993")));
});

afterAll(async () => {
  await shop?.close();
  await browser?.close();
});

async function anExplorer(options: BrowserContextOptions = {}): Promise<EventsPage> {
  // Nobody waits longer for a page.
  const person = await aPerson(browser, { patience: 15_000, ...options });
  ({ context, complaints } = person);
  return new EventsPage(person.page);
}

beforeEach(async () => {
  events = await anExplorer();
});

afterEach(async () => {
  await context?.close();
  expect(complaints).toEqual([]);
});

describe("an operator who looks for an event", () => {
  it("finds it by text, opens it, and sees payload, headers and properties", async () => {
    // Others publish orders too: the row is this one before the answer is there, and after it.
    await events.open(`?exchange=${shop.exchange}`);
    await events.search("colis abîmé");
    await events.row("OrderPlaced").click();
    await events.detail.getByText(placed.eventId).waitFor();
    await events.tab("Headers").click();
    await events.detail.getByText("acme").waitFor();
    await events.detail.getByText("int", { exact: false }).first().waitFor();
    await events.tab("Properties").click();
    await events.detail.getByText("agent-7").waitFor();
    expect(events.page.url()).toContain("tab=properties");
  });

  it("follows it to its cause, and shares the screen by its address", async () => {
    await events.open(`?eventType=PaymentCompleted&exchange=${shop.exchange}`);
    await events.row("PaymentCompleted").click();
    await events.tab("Related").click();
    await events.detail.getByRole("link", { name: "Its cause" }).click();
    await events.row("OrderPlaced").waitFor();
    expect(await events.rows.count()).toBe(1);

    const another = new EventsPage(await context.newPage());
    await visit(another.page, events.page.url());
    await another.row("OrderPlaced").waitFor();
    expect(await another.rows.count()).toBe(1);
  });

  it("filters by a value of the payload with one click", async () => {
    await events.open("?eventType=OrderPlaced");
    await events.row("OrderPlaced").first().click();
    await events.detail.getByRole("button", { name: placed.metadata.correlationId }).click();
    await events.chips.getByText(placed.metadata.correlationId).waitFor();
    await events.chips.getByRole("button", { name: "Remove Event type" }).click();
    await events.row("PaymentCompleted").waitFor();
    expect(await events.rows.count()).toBe(2);
  });

  it("adds a filter with wildcards, and is told when nothing matches", async () => {
    await events.open(`?exchange=${shop.exchange}`);
    await events.addFilter("Routing key", "payment.*");
    await events.row("PaymentCompleted").waitFor();
    await events.chips.getByRole("button", { name: "Remove Routing key" }).click();
    await events.addFilter("Routing key", "nothing.#");
    await events.page.getByRole("heading", { name: "No message matches" }).waitFor();
    await events.page.getByRole("button", { name: "Clear filters" }).click();
    await events.row("OrderPlaced").first().waitFor();
  });

  it("is offered the values that were seen, and takes a filter away by keyboard", async () => {
    await events.open(`?exchange=${shop.exchange}`);
    await events.page.getByRole("button", { name: "Filter", exact: true }).click();
    await events.page.locator("datalist option[value=PaymentCompleted]").waitFor({ state: "attached" });
    await events.page.getByRole("button", { name: "Cancel" }).click();
    await events.page.getByRole("button", { name: "Not readable" }).click();
    await events.page.waitForURL(/reading=unreadable/);
    await events.chips.getByRole("button", { name: "Change Reading" }).press("Delete");
    await events.chips.getByText("Unreadable").waitFor({ state: "detached" });
    await events.row("OrderPlaced").waitFor();
  });

  it("does it all by keyboard", async () => {
    await events.open(`?exchange=${shop.exchange}`);
    await events.row("OrderPlaced").waitFor();
    // Rows come with the page, the plot by the script that also hears the keys.
    await events.page.locator(".recharts-surface").first().waitFor();
    await events.page.keyboard.press("j");
    await events.page.keyboard.press("Enter");
    await events.detail.waitFor();
    const first = events.page.url();
    await events.page.keyboard.press("j");
    await events.page.waitForURL((url) => url.href !== first);
    await events.page.keyboard.press("Escape");
    await events.detail.waitFor({ state: "detached" });
    await events.page.keyboard.press("/");
    await events.page.keyboard.type("abîmé");
    await events.page.keyboard.press("Enter");
    await events.page.waitForURL(/q=/);
    // The rows of the search before stay, dimmed, until the new ones are there.
    await events.rows.nth(1).waitFor({ state: "detached" });
    expect(await events.rows.count()).toBe(1);
  });
});

describe("a payload", () => {
  it("of ten megabytes is a tree too, to its last value", async () => {
    const lines = Array.from({ length: 75_000 }, (_, n) => ({
      sku: `lamp-${n}`,
      quantity: n % 7,
      note: "Leave it with the neighbours, please, and mind the dog, the cat and the two parrots that talk.",
    }));
    await events.open(`?exchange=${shop.exchange}&live=true`);
    await events.page.getByRole("switch", { name: "Live rows", checked: true }).getByText("Live").waitFor();
    await shop.publish("order.counted", { ...anEvent("OrderBulky"), lines });
    await events.waitingPill.click();
    await events.row("OrderBulky").click();
    await events.tree.getByText("lines").waitFor();
    await events.page.getByRole("searchbox", { name: "Search in the payload" }).fill("lamp-74999");
    await events.detail.getByText("1 of 1").waitFor();
    const found = events.tree.getByRole("treeitem", { selected: true });
    expect(await found.textContent()).toContain("lamp-74999");
  });

  it("shows numbers beyond 2^53 as they were sent, and is folded, searched and copied by keyboard", async () => {
    await context.grantPermissions(["clipboard-read", "clipboard-write"]);
    await events.open(`?exchange=${shop.exchange}&eventType=OrderCounted`);
    await events.row("OrderCounted").click();
    await events.tree.getByText("9007199254740993").waitFor();
    await events.page.getByRole("searchbox", { name: "Search in the payload" }).fill("DEEP");
    await events.detail.getByText("1 of 1").waitFor();
    const found = events.tree.getByRole("treeitem", { selected: true });
    expect(await found.textContent()).toContain("deep down");
    await events.tree.focus();
    await events.page.keyboard.press("p");
    await events.detail.getByText("Copied", { exact: true }).first().waitFor({ state: "attached" });
    expect(await events.page.evaluate(() => navigator.clipboard.readText())).toBe("$.eventData.a.b.c.note");
    await events.page.keyboard.press("ArrowLeft");
    await events.page.keyboard.press("ArrowLeft");
    await found.and(events.page.locator("[aria-expanded=false]")).waitFor();
    expect(await events.tree.getByText("deep down").count()).toBe(0);
    await events.page.keyboard.press("*");
    await events.tree.getByText("deep down").waitFor();
  });
});

describe("an operator who arranges the list", () => {
  it("chooses columns, which the address carries to another person", async () => {
    await events.open(`?exchange=${shop.exchange}`);
    await events.row("OrderPlaced").waitFor();
    await events.page.getByRole("button", { name: "Columns" }).click();
    await events.page.getByRole("checkbox", { name: "Routing key" }).click();
    await events.page.getByRole("checkbox", { name: "User" }).click();
    await events.page.keyboard.press("Escape");
    await events.row("agent-7").first().waitFor();
    expect(await events.heads()).not.toContain("Routing key");

    const another = new EventsPage(await context.newPage());
    await visit(another.page, events.page.url());
    await another.row("agent-7").first().waitFor();
    expect(await another.heads()).toEqual(await events.heads());
  });

  it("widens a column with the mouse and with keys, and finds it so again", async () => {
    await events.open(`?exchange=${shop.exchange}`);
    const head = events.head("Exchange");
    const width = async () => (await head.boundingBox())!.width;
    await events.row("OrderPlaced").waitFor();
    const before = await width();
    const box = (await head.boundingBox())!;
    await events.page.mouse.move(box.x + box.width + 6, box.y + 10);
    await events.page.mouse.down();
    await events.page.mouse.move(box.x + box.width + 86, box.y + 10, { steps: 4 });
    await events.page.mouse.up();
    expect(Math.round((await width()) - before)).toBe(80);
    await head.focus();
    await events.page.keyboard.press("Shift+ArrowLeft");
    expect(Math.round((await width()) - before)).toBe(64);
    // Cells stand under their heads.
    const cell = await events.row("OrderPlaced").getByRole("gridcell").nth(1).boundingBox();
    expect(Math.round(cell!.width)).toBe(Math.round(await width()));
    await events.page.reload();
    await events.row("OrderPlaced").waitFor();
    await events.statusLine.getByText("connected").waitFor();
    expect(Math.round((await width()) - before)).toBe(64);
  });

  it("moves a column by keyboard, and filters by a value in a row", async () => {
    await events.open(`?exchange=${shop.exchange}`);
    await events.row("OrderPlaced").waitFor();
    await events.head("Event type").focus();
    await events.page.keyboard.press("Alt+ArrowLeft");
    await events.page.waitForURL(/cols=time/);
    expect((await events.heads()).slice(1, 4)).toEqual(["Exchange", "Event type", "Routing key"]);
    const row = events.row("PaymentCompleted");
    await row.getByRole("gridcell").nth(2).hover();
    await row.getByRole("button", { name: "Filter by this value: Event type" }).click();
    await events.chips.getByText("PaymentCompleted").waitFor();
  });

  it("makes the opened message wider by keyboard", async () => {
    await events.open(`?exchange=${shop.exchange}`);
    await events.row("OrderPlaced").click();
    const edge = events.page.getByRole("separator", { name: "Width of the panel" });
    await edge.waitFor();
    const before = (await events.detail.boundingBox())!.width;
    await edge.press("ArrowLeft");
    await edge.press("ArrowLeft");
    expect(Math.round((await events.detail.boundingBox())!.width - before)).toBe(64);
  });
});

describe("hostile text from the broker", () => {
  it("is shown as text, with what is invisible made visible, and runs nothing", async () => {
    await events.open(`?exchange=${shop.exchange}`);
    const row = events.row("onerror=");
    expect(await row.textContent()).toContain("⟨U+202E⟩");
    await row.click();
    await events.detail.getByText("⟨U+202E⟩").first().waitFor();
    expect(await events.page.title()).not.toBe("1");
    expect(await events.page.locator("img").count()).toBe(0);
  });

  it("that is no text is shown as bytes", async () => {
    await events.open(`?exchange=${shop.exchange}&reading=unreadable`);
    await events.rows.first().click();
    await events.detail.getByText("00 ff 01 02").waitFor();
  });
});

describe("live rows", () => {
  it("wait above the list, and no row moves before the reader asks", async () => {
    await events.open(`?exchange=${shop.exchange}&live=true`);
    await events.page.getByRole("switch", { name: "Live rows", checked: true }).getByText("Live").waitFor();
    const top = await events.rows.first().getAttribute("id");
    await shop.publish("order.shipped", anEvent("OrderShipped"));
    await events.waitingPill.waitFor({ timeout: 3_000 });
    expect(await events.rows.first().getAttribute("id")).toBe(top);
    await events.waitingPill.click();
    await events.row("OrderShipped").first().waitFor();
  });

  it("meet the filter too", async () => {
    await events.open(`?exchange=${shop.exchange}&eventType=OrderLost&live=true`);
    await events.page.getByRole("switch", { name: "Live rows", checked: true }).getByText("Live").waitFor();
    await shop.publish("order.found", anEvent("OrderFound"));
    await shop.publish("order.lost", anEvent("OrderLost"));
    await events.page.getByRole("button", { name: "1 new" }).waitFor({ timeout: 3_000 });
  });
});

describe("the page", () => {
  it("carries a strict policy, and its API is not cached", async () => {
    await context.close();
    const cookie = theApp().cookies.map(({ name, value }) => `${name}=${value}`);
    const page = await fetch(`${theApp().url}/events`, { headers: { cookie: cookie.join("; ") } });
    const policy = page.headers.get("content-security-policy") ?? "";
    expect(policy).not.toContain("unsafe");
    expect(policy).toContain("frame-ancestors 'none'");
    const html = await page.text();
    expect(html).not.toMatch(/ style="/);
    expect(html.match(/<script(?![^>]*nonce=)[^>]*>/g)).toBeNull();
    const api = await ask("/api/audit/search?limit=1");
    expect(api.headers.get("cache-control")).toBe("no-store");
  });

  it("speaks French, keeps the chosen theme, and fits a telephone", async () => {
    await context.close();
    events = await anExplorer({ locale: "fr-FR", viewport: { width: 390, height: 844 } });
    await visit(events.page, `/events?exchange=${shop.exchange}`);
    await events.page.getByText("connectée").waitFor();
    await events.row("OrderPlaced").click();
    await events.page.getByRole("tab", { name: "Contenu" }).waitFor();
    expect(await events.page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    await events.page.getByRole("button", { name: "Fermer" }).click();
    await events.page.getByRole("button", { name: "Menu" }).click();
    await events.page.getByRole("radio", { name: "Sombre" }).check();
    const html = await (await context.request.get("/events")).text();
    expect(html).toMatch(/<html[^>]*data-theme="dark"/);
  });
});
