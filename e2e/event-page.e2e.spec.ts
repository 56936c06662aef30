import type { Browser, BrowserContext } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { openBrowser } from "../server/testing/browser";
import { until } from "../server/testing/until";
import { EventPage } from "./pages/event-page";
import { visit } from "./pages/visit";
import { aPerson, ask } from "./preconditions/person";
import { anEvent, aPublisher, type Publisher } from "./preconditions/shop";
import { theApp } from "./the-app";

let browser: Browser;
let shop: Publisher;
let context: BrowserContext;
let event: EventPage;
let complaints: string[];

const placed = anEvent("SupplyOrdered");
const { correlationId } = placed.metadata;
const paid = anEvent("SupplyPaid", { correlationId, causedBy: placed.eventId });
const packed = anEvent("SupplyPacked", { correlationId, causedBy: paid.eventId });
const refunded = anEvent("SupplyRefunded", { correlationId, causedBy: paid.eventId });

beforeAll(async () => {
  browser = await openBrowser();
  shop = await aPublisher({ rabbitmqUrl: theApp().rabbitmqUrl }, "e2e.supply");
  for (const each of [placed, paid, packed, refunded, paid]) await shop.publish("supply.changed", each);
  // With words in its routing key it would be read as an event.
  await shop.publish("", Buffer.from("not JSON at all"));
});
afterAll(async () => {
  await shop?.close();
  await browser?.close();
});

beforeEach(async () => {
  const person = await aPerson(browser);
  ({ context, complaints } = person);
  event = new EventPage(person.page);
});
afterEach(async () => {
  await context?.close();
  expect(complaints).toEqual([]);
});

/** Record id of the first message that a search finds, once there is one. */
function stored(query: string): Promise<string> {
  return until(async () => {
    const answer = await ask(`/api/audit/search?exchange=${shop.exchange}&${query}`);
    const { items } = (await answer.json()) as { items: { message: { id: string } }[] };
    return items[0]?.message.id;
  });
}

describe("an operator who opens one event", () => {
  it("follows it to its cause and back to its effects, and shares the screen by its address", async () => {
    await event.open(await stored("eventType=SupplyPaid&reading=event"));
    await event.titled("SupplyPaid");
    const { causation } = event;
    await causation.getByRole("link", { name: "SupplyPacked" }).waitFor();
    await causation.getByRole("link", { name: "SupplyRefunded" }).waitFor();
    await causation.getByRole("link", { name: "SupplyOrdered" }).click();
    await event.titled("SupplyOrdered");
    await causation.getByText("It names no cause").waitFor();
    await causation.getByRole("link", { name: "SupplyPaid" }).waitFor();

    const another = new EventPage(await context.newPage());
    await visit(another.page, event.page.url());
    await another.titled("SupplyOrdered");
    await another.causation.getByRole("link", { name: "SupplyRefunded" }).waitFor();
  });

  it("sees where each field was read from, and everything of the same correlation", async () => {
    await event.open(await stored("eventType=SupplyPacked"));
    const envelope = event.card("What it says happened");
    await envelope
      .getByRole("row", { name: /Correlation/ })
      .getByText("body.metadata.correlationId")
      .waitFor();
    const line = event.card("Same correlation").getByRole("listitem");
    await line.nth(4).waitFor();
    expect(await line.count()).toBe(5);
    await event.card("Same correlation").getByRole("link", { name: "Open all 5 in events" }).click();
    await event.page.getByRole("grid").locator("[data-row]").nth(4).waitFor();
  });

  it("sees the route by the bindings of now, without Sillage's own", async () => {
    await event.open(await stored("eventType=SupplyPacked"));
    const route = event.card("Route");
    await route.getByText("By these bindings it reaches no queue.").waitFor();
    await route.getByText("A copy goes to Sillage’s audit queue.").waitFor();
  });

  it("is told what a duplicate is, and goes to the first arrival", async () => {
    await event.open(await stored("reading=duplicate"));
    await event.judgements.getByText("Another arrival of an event that was stored before").waitFor();
    await event.card("Arrivals").getByText("the same event again").waitFor();
    const url = event.page.url();
    await event.judgements.getByRole("link", { name: "To the first arrival" }).click();
    await event.page.waitForURL((next) => next.href !== url);
    await event.judgements.waitFor({ state: "detached" });
    await event.titled("SupplyPaid");
  });

  it("is told why a message is unreadable, and sees what came all the same", async () => {
    await event.open(await stored("reading=unreadable"));
    await event.titled("The body is not JSON");
    await event.page.getByText("not JSON at all").waitFor();
  });

  it("is told plainly when nothing is stored under a number", async () => {
    await visit(event.page, "/events/7");
    await event.page.getByRole("heading", { name: "There is no such message here" }).waitFor();
    // The answer 404 is itself an error on the console.
    expect(complaints.every((text) => text.includes("404"))).toBe(true);
    complaints.length = 0;
  });
});

describe("the page of an event", () => {
  it("fits a telephone and speaks French", async () => {
    await context.close();
    const person = await aPerson(browser, { locale: "fr-FR", viewport: { width: 390, height: 844 } });
    context = person.context;
    const { page } = person;
    await visit(page, `/events/${await stored("eventType=SupplyPaid&reading=event")}`);
    await page.getByRole("heading", { name: "Causes et effets" }).waitFor();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  });
});
