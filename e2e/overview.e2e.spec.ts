import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { openBrowser } from "../server/testing/browser";
import { until } from "../server/testing/until";
import { EventsPage } from "./pages/events-page";
import { dragOver, OverviewPage } from "./pages/overview-page";
import { aPerson, ask } from "./preconditions/person";
import { anEvent, aPublisher, type Publisher } from "./preconditions/shop";
import { theApp } from "./the-app";

const MESSAGES = 37;

let browser: Browser;
let context: BrowserContext;
let page: Page;
let overview: OverviewPage;
let events: EventsPage;
let shop: Publisher;
let complaints: string[];

beforeAll(async () => {
  browser = await openBrowser();
  shop = await aPublisher({ rabbitmqUrl: theApp().rabbitmqUrl }, "e2e.overview");
  for (let i = 0; i < MESSAGES; i++) await shop.publish("parcel.counted", anEvent("ParcelCounted"));
  await until(async () => {
    const answer = await ask(`/api/audit/search?exchange=${shop.exchange}&limit=1`);
    const { count } = (await answer.json()) as { count: { value: number } };
    return count.value === MESSAGES ? true : null;
  });
});

afterAll(async () => {
  await shop?.close();
  await browser?.close();
});

beforeEach(async () => {
  ({ page, context, complaints } = await aPerson(browser));
  overview = new OverviewPage(page);
  events = new EventsPage(page);
});

afterEach(async () => {
  await context?.close();
  expect(complaints).toEqual([]);
});

describe("an operator who opens Sillage", () => {
  it("sees as many messages as the list then counts, and what was looked at", async () => {
    await overview.open();
    await overview.problems.getByText("Worker running").waitFor();
    const total = await overview.total();
    expect(total).toBeGreaterThanOrEqual(MESSAGES);
    await events.open();
    await page.getByText(`${total} messages`, { exact: true }).waitFor();
  });

  it("goes from an event type to its events, in the same range", async () => {
    await overview.open("?range=24h");
    await overview.topType("ParcelCounted").getByText(String(MESSAGES), { exact: true }).waitFor();
    await overview.topType("ParcelCounted").click();
    await page.waitForURL(/\/events\?eventType=ParcelCounted&range=24h/);
    await page.getByText(`${MESSAGES} messages`, { exact: true }).waitFor();
  });

  it("zooms by dragging, and goes back", async () => {
    // Hours ago there was nothing, however long the tests before this one have taken.
    await overview.open("?range=24h");
    await dragOver(page, "Messages a second", 0.2, 0.4);
    await page.waitForURL(/from=.*to=/);
    await overview.traffic.getByText("Nothing was received in this range").waitFor();
    expect(await overview.total()).toBe(0);
    await page.goBack();
    await overview.traffic.locator(`[data-total]:not([data-total="0"])`).waitFor();
  });

  it("reads the numbers as a table, and zooms without a pointer", async () => {
    await overview.open("?range=15m");
    await overview.traffic.getByRole("button", { name: "Show as a table" }).press("Enter");
    await overview.traffic.getByRole("columnheader", { name: shop.exchange }).waitFor();
    await overview.traffic.getByRole("button", { name: "Zoom in" }).press("Enter");
    await page.waitForURL(/from=.*to=/);
  });
});

describe("the histogram above the events", () => {
  it("narrows the range by dragging, and counts what the list counts", async () => {
    await events.open(`?exchange=${shop.exchange}&range=15m`);
    const histogram = page.getByRole("region", { name: "Messages over time" });
    await histogram
      .getByRole("figure", { name: new RegExp(`^${MESSAGES} messages of 1 exchange`) })
      .waitFor();
    await dragOver(page, "Messages over time", 0.2, 0.4);
    await page.waitForURL(/from=.*to=/);
    await page.getByRole("heading", { name: "No message matches" }).waitFor();
    await histogram.getByRole("figure", { name: /^0 messages/ }).waitFor();
  });

  it("filters by an exchange with one click, and can be folded away", async () => {
    await events.open("?eventType=ParcelCounted");
    const histogram = page.getByRole("region", { name: "Messages over time" });
    await histogram.getByRole("button", { name: shop.exchange }).click();
    await events.chips.getByText(shop.exchange).waitFor();
    await histogram.getByRole("button", { name: "Hide chart" }).click();
    await page.waitForURL(/chart=false/);
    expect(await histogram.getByRole("figure").count()).toBe(0);
  });
});
