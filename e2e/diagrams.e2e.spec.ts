import { randomUUID } from "node:crypto";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openBrowser } from "../server/testing/browser";
import { until } from "../server/testing/until";
import { visit } from "./pages/visit";
import { aPerson, ask } from "./preconditions/person";
import { anEvent, aPublisher, type Publisher } from "./preconditions/shop";
import { theApp } from "./the-app";

let browser: Browser;
let shop: Publisher;
let page: Page;
let problems: string[];
let saga: string;

beforeAll(async () => {
  browser = await openBrowser();
  shop = await aPublisher({ rabbitmqUrl: theApp().rabbitmqUrl }, "e2e.diagrams");
  const correlationId = randomUUID();
  const ordered = { ...anEvent("LampOrdered", { correlationId }), producer: "lamp-desk" };
  const { orderId } = ordered.eventData;
  const packed = {
    ...anEvent("LampPacked", { orderId, correlationId, causedBy: ordered.eventId }),
    producer: "lamp-store",
  };
  await shop.publish("lamp.ordered", ordered);
  await shop.publish("lamp.packed", packed);
  saga = await until(async () => {
    const answer = await ask(`/api/sagas?correlationId=${correlationId}`);
    const { items } = (await answer.json()) as { items: { id: string; events: number }[] };
    return items.find(({ events }) => events === 2)?.id ?? null;
  });
  ({ page, complaints: problems } = await aPerson(browser, {
    permissions: ["clipboard-read", "clipboard-write"],
  }));
});

afterAll(async () => {
  await shop?.close();
  await browser?.close();
});

/** The drawing in sight as the text of its SVG, once the browser has decoded it and it says this. */
async function drawn(says: string): Promise<string> {
  const image = page.locator("main img");
  return until(async () => {
    const text = await image.evaluate(async (element: HTMLImageElement) => {
      await element.decode();
      return element.naturalWidth > 0
        ? decodeURIComponent(element.src.slice(element.src.indexOf(",") + 1))
        : "";
    });
    return text.includes(says) ? text : null;
  });
}

const KINDS = [
  { kind: "saga", query: () => `saga=${saga}`, says: "lamp-desk" },
  { kind: "flow", query: () => "range=all&type=LampOrdered", says: "LampPacked" },
  { kind: "aggregate", query: () => "range=all&aggregate=Order", says: "LampPacked" },
  { kind: "participants", query: () => "range=all", says: "lamp-store" },
  { kind: "topology", query: () => "q=e2e.diagrams", says: "e2e.diagrams" },
];

describe("somebody takes diagrams along", () => {
  it.each(KINDS)("$kind: drawn light and dark, to copy with its address", async ({ kind, query, says }) => {
    await page.emulateMedia({ colorScheme: "light" });
    await visit(page, `/diagrams?kind=${kind}&${query()}`);
    const light = await drawn(says);
    await page.emulateMedia({ colorScheme: "dark" });
    const dark = await until(async () => {
      const now = await drawn(says);
      return now === light ? null : now;
    });
    expect(dark).toContain("<svg");
    await page.getByRole("button", { name: "Copy the diagram as a Markdown block" }).click();
    const copied = () => page.evaluate(() => navigator.clipboard.readText());
    const markdown = await until(async () => ((await copied()).startsWith("```mermaid") ? copied() : null));
    await page.getByRole("button", { name: "Copy the address of this text" }).click();
    const address = await until(async () => ((await copied()).startsWith("http") ? copied() : null));
    const { pathname, search } = new URL(address);
    const answer = await ask(`${pathname}${search}`);
    expect(answer.headers.get("content-type")).toBe("text/vnd.mermaid; charset=utf-8");
    const text = await answer.text();
    // Numbers go on; what is drawn stays.
    expect(text.split("\n")[0]).toBe(markdown.split("\n")[1]);
    if (kind === "saga") expect(markdown).toBe(`\`\`\`mermaid\n${text}\`\`\`\n`);
  });

  it("takes the events along as Markdown and as AsyncAPI", async () => {
    await visit(page, "/diagrams?kind=topology&range=all");
    for (const [name, file, says] of [
      ["Download the events as Markdown", "events.md", "`LampOrdered`"],
      ["Download the events as an AsyncAPI document", "asyncapi.json", '"asyncapi": "3.0.0"'],
    ] as const) {
      const link = page.getByRole("link", { name });
      const [saved] = await Promise.all([page.waitForEvent("download"), link.click()]);
      expect(saved.suggestedFilename()).toBe(file);
      const answer = await ask((await link.getAttribute("href"))!);
      expect(await answer.text()).toContain(says);
    }
  });

  it("saw no error in the browser's console", () => {
    expect(problems).toEqual([]);
  });
});
