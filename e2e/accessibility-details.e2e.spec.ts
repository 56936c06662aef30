import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, it } from "vitest";
import { openBrowser } from "../server/testing/browser";
import { until } from "../server/testing/until";
import { ComplaintPages } from "./pages/complaint-pages";
import { expectAccessible } from "./preconditions/axe";
import { aPerson, ask } from "./preconditions/person";
import { anEvent, aPublisher, type Publisher } from "./preconditions/shop";
import { theApp } from "./the-app";

let browser: Browser;
let shop: Publisher;
let selected: string;
let complaint: string;
let saga: string;

beforeAll(async () => {
  browser = await openBrowser();
  shop = await aPublisher({ rabbitmqUrl: theApp().rabbitmqUrl }, "e2e.accessible");
  const placed = anEvent("RampBuilt");
  await shop.publish("order.placed", placed);
  await shop.publish("", Buffer.from([0, 255, 1, 2]));
  selected = await stored(placed.eventId);
  const { correlationId } = placed.metadata;
  await shop.publish("order.checked", anEvent("RampChecked", { correlationId, causedBy: placed.eventId }));
  saga = await aSaga(correlationId);
  const { page, context } = await aPerson(browser);
  complaint = await new ComplaintPages(page).file({
    userId: "u-1",
    title: "The lamp arrived broken",
    description: "The box was dented.",
    category: "delivery",
  });
  await context.close();
});

afterAll(async () => {
  await shop?.close();
  await browser?.close();
});

/** Id of the stored message of an event, as soon as the search finds it. */
async function stored(eventId: string): Promise<string> {
  for (;;) {
    const answer = await ask(`/api/audit/search?eventId=${eventId}`);
    const { items } = (await answer.json()) as { items: { message: { id: string } }[] };
    if (items[0]) return items[0].message.id;
  }
}

/** Id of the saga of a correlation, as soon as it is one. */
async function aSaga(correlationId: string): Promise<string> {
  return until(async () => {
    const answer = await ask(`/api/sagas?correlationId=${correlationId}`);
    return ((await answer.json()) as { items: { id: string }[] }).items[0]?.id ?? null;
  });
}

describe("axe", () => {
  const places = [
    { name: "an opened message", address: () => `/events?range=all&selected=${selected}` },
    { name: "the page of a message", address: () => `/events/${selected}` },
    { name: "nothing found", address: () => "/events?eventType=NothingIsCalledSo" },
    ...["map&view=table", "variants", "compare&changed=false", "conformance"].map((tab) => ({
      name: `flows, ${tab}`,
      address: () => `/flows?range=all&tab=${tab}`,
    })),
    { name: "complaints as a board", address: () => "/complaints?view=board" },
    { name: "dead letters one by one", address: () => "/dead-letters/messages?state=all" },
    { name: "dead-letter queues", address: () => "/dead-letters/queues" },
    { name: "redrives", address: () => "/dead-letters/redrives" },
    { name: "sagas, filtered", address: () => "/sagas?range=all&participant=shop&deviation=missing" },
    { name: "all sagas", address: () => "/sagas?range=all" },
    { name: "requests", address: () => "/sagas/requests?range=all" },
    { name: "a new complaint", address: () => "/complaints/new" },
    ...["notifications", "audit", "events", "correlation", "diagram"].map((tab) => ({
      name: `a complaint with its ${tab}`,
      address: () => `/complaints/${complaint}?tab=${tab}`,
    })),
    ...["timeline", "sequence", "table", "list"].map((view) => ({
      name: `a saga as its ${view}, with an event opened`,
      address: () => `/sagas/${saga}?view=${view}&event=${selected}&tab=state`,
    })),
  ];
  it.each(places)("finds nothing on $name, wide and narrow, light and dark", ({ address }) =>
    expectAccessible(browser, address()),
  );
});
