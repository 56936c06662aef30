import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { FlowAnswer } from "../server/flows/flow-schemas";
import { openBrowser } from "../server/testing/browser";
import { until } from "../server/testing/until";
import { visit } from "./pages/visit";
import { aPerson, ask } from "./preconditions/person";
import { anEvent, aPublisher, type Publisher } from "./preconditions/shop";
import { theApp } from "./the-app";

const EXCHANGE = "kiln.events";
let browser: Browser;
let page: Page;
let kiln: Publisher;
let problems: string[];

/** What each batch of pots went through: what follows what is known, and how often. */
const BATCHES = [
  ["KilnLoaded", "KilnFired", "KilnOpened"],
  ["KilnLoaded", "KilnFired", "KilnOpened"],
  ["KilnLoaded", "KilnFired", "KilnCracked"],
];

beforeAll(async () => {
  kiln = await aPublisher({ rabbitmqUrl: theApp().rabbitmqUrl }, EXCHANGE);
  for (const types of BATCHES) {
    const ids = anEvent("");
    let causedBy: string | undefined;
    for (const type of types) {
      const event = anEvent(type, {
        orderId: ids.aggregateId,
        correlationId: ids.metadata.correlationId,
        ...(causedBy ? { causedBy } : {}),
      });
      await kiln.publish(`kiln.${type}`, event);
      causedBy = event.eventId;
    }
  }
  browser = await openBrowser();
  ({ page, complaints: problems } = await aPerson(browser));
});
afterAll(async () => {
  await kiln?.close();
  await browser?.close();
});

const panel = () => page.getByRole("complementary", { name: "What is opened of the flow map" });

describe("the flows page", () => {
  it("counts exactly what followed what", async () => {
    const edges = await until(async () => {
      const answer = (await (await ask(`/api/flows?exchange=${EXCHANGE}`)).json()) as FlowAnswer;
      return answer.edges.reduce((sum, { count }) => sum + count, 0) === 6 ? answer.edges : null;
    });
    expect(edges.map(({ from, to, count, inferred }) => [from, to, count, inferred])).toEqual([
      ["KilnLoaded", "KilnFired", 3, 0],
      ["KilnFired", "KilnOpened", 2, 0],
      ["KilnFired", "KilnCracked", 1, 0],
    ]);
  });

  it("draws it, and leads from a way to the sagas behind it", async () => {
    await visit(page, `/flows?exchange=${EXCHANGE}`);
    const map = page.getByRole("region", { name: "4 types, 3 ways between them" });
    await map.getByText("KilnCracked").waitFor();
    await map.getByText("KilnFired").click();
    await panel()
      .getByRole("list", { name: "Events and sagas behind it" })
      .getByRole("listitem")
      .nth(2)
      .waitFor();
    await page.getByText("Table", { exact: true }).click();
    await page.getByRole("button", { name: "KilnFired then KilnOpened" }).click();
    await panel().getByRole("heading", { name: "KilnFired then KilnOpened" }).waitFor();
    expect(new URL(page.url()).searchParams.get("before")).toBe("KilnFired");
    const behind = panel().getByRole("list", { name: "Events and sagas behind it" }).getByRole("listitem");
    await behind.nth(1).waitFor();
    expect(await behind.count()).toBe(2);
  });

  it("gives it as a diagram, and its ways with how many took them", async () => {
    await visit(page, `/flows?exchange=${EXCHANGE}&view=diagram`);
    await page.getByRole("img", { name: "4 types, 3 ways between them" }).waitFor();
    await visit(page, "/flows?saga=KilnLoaded&tab=variants");
    await page.getByText("2 distinct ways of 3 sagas that began in this range").waitFor();
    await page.getByRole("button", { name: "Filter by it" }).first().click();
    await page
      .getByRole("region", { name: "3 types, 2 ways between them" })
      .getByText("KilnOpened")
      .waitFor();
    await visit(page, "/flows?saga=KilnLoaded&tab=compare");
    await page.getByText(/^3 ways changed of 3: 0 events before, 9 events after/).waitFor();
    expect(problems).toEqual([]);
  });
});
