import type { Browser, BrowserContext } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { openBrowser } from "../server/testing/browser";
import { EventsPage } from "./pages/events-page";
import { pressShortcut } from "./pages/keys";
import { visit } from "./pages/visit";
import { aLine } from "./preconditions/line";
import { aPerson } from "./preconditions/person";
import { anEvent, aPublisher, type Publisher } from "./preconditions/shop";
import { theApp } from "./the-app";

let browser: Browser;
let shop: Publisher;
let context: BrowserContext;
let live: EventsPage;
let complaints: string[];

const publish = (eventType: string) => shop.publish("order.any", anEvent(eventType));
const mouseAway = () => live.page.mouse.move(600, 5);
const topRow = () => live.rows.first().getAttribute("id");

beforeAll(async () => {
  browser = await openBrowser();
  shop = await aPublisher({ rabbitmqUrl: theApp().rabbitmqUrl }, "e2e.live");
  await publish("FirstOfAll");
});

afterAll(async () => {
  await shop?.close();
  await browser?.close();
});

beforeEach(async () => {
  const person = await aPerson(browser, { patience: 15_000 });
  ({ context, complaints } = person);
  live = new EventsPage(person.page);
  await live.openLive(`?exchange=${shop.exchange}`);
  await mouseAway();
  await live.liveState("Live").waitFor();
});

afterEach(async () => {
  await context?.close();
});

describe("the live page", () => {
  it("begins with what there is, and shows what arrives by itself", async () => {
    await live.row("FirstOfAll").waitFor();
    await publish("JustNow");
    await live.row("JustNow").waitFor();
    expect(await live.waitingPill.count()).toBe(0);
    expect(complaints).toEqual([]);
  });

  it("waits while the pointer is on the list, moves no row, and goes on when it leaves", async () => {
    await live.row("FirstOfAll").hover();
    await live.liveState("Paused").waitFor();
    const top = await topRow();
    await publish("WhileHovered");
    await publish("WhileHovered");
    await live.page.getByRole("button", { name: "2 new" }).waitFor();
    expect(await topRow()).toBe(top);
    await mouseAway();
    await live.row("WhileHovered").first().waitFor();
    expect(await live.waitingPill.count()).toBe(0);
    await live.liveState("Live").waitFor();
  });

  it("waits while a row is opened, and shows what waits when asked", async () => {
    await live.row("FirstOfAll").waitFor();
    await pressShortcut(live.page, "j");
    await live.page.keyboard.press("Enter");
    await live.detail.waitFor();
    await live.liveState("Paused").waitFor();
    const top = await topRow();
    await publish("WhileReading");
    await live.page.getByRole("button", { name: "1 new" }).waitFor();
    expect(await topRow()).toBe(top);
    await live.waitingPill.click();
    await live.row("WhileReading").waitFor();
    await mouseAway();
    await live.page.keyboard.press("Escape");
    await live.detail.waitFor({ state: "detached" });
    await live.liveState("Live").waitFor();
  });

  it("follows the filters only, which another person gets with the address", async () => {
    await live.addFilter("Event type", "Wanted");
    await live.page.waitForURL(/eventType=Wanted/);
    await live.liveState("Live").waitFor();
    await publish("Unwanted");
    await publish("Wanted");
    await mouseAway();
    await live.row("Wanted").waitFor();
    expect(await live.rows.count()).toBe(1);
    const another = new EventsPage(await context.newPage());
    await visit(another.page, live.page.url());
    await another.row("Wanted").waitFor();
    expect(await another.rows.count()).toBe(1);
  });

  it("goes on where it was after the tab was hidden: nothing is missed", async () => {
    const hide = (hidden: boolean) =>
      live.page.evaluate(
        (state) => {
          Object.defineProperty(document, "visibilityState", { configurable: true, get: () => state });
          document.dispatchEvent(new Event("visibilitychange"));
        },
        hidden ? "hidden" : "visible",
      );
    await hide(true);
    await live.liveState("Paused").waitFor();
    await publish("WhileAway");
    await hide(false);
    await live.row("WhileAway").waitFor();
    await live.liveState("Live").waitFor();
  });

  it("says that it reconnects when the line is cut, and then has what came meanwhile", async () => {
    const line = await aLine(theApp().url);
    await visit(live.page, `${line.url}/live?exchange=${shop.exchange}`);
    await live.liveState("Live").waitFor();
    line.cut();
    await live.liveState("Reconnecting").waitFor();
    await publish("WhileCut");
    line.mend();
    await live.row("WhileCut").waitFor({ timeout: 20_000 });
    expect(await live.row("WhileCut").count()).toBe(1);
    await live.liveState("Live").waitFor();
    line.close();
  });

  it("stands still when it is switched off", async () => {
    await live.liveSwitch.click();
    await live.page.waitForURL(/live=false/);
    await live.liveState("Off").waitFor();
    await live.liveSwitch.click();
    await live.liveState("Live").waitFor();
    expect(complaints).toEqual([]);
  });
});
