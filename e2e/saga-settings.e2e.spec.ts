import { randomUUID } from "node:crypto";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openBrowser } from "../server/testing/browser";
import { until } from "../server/testing/until";
import { visit } from "./pages/visit";
import { aPerson, ask } from "./preconditions/person";
import { anEvent, aPublisher, type Publisher } from "./preconditions/shop";
import { theApp } from "./the-app";

let browser: Browser;
let shop: Publisher;
let context: BrowserContext;
let page: Page;
let complaints: string[];

/** Types and a name that nothing else in this database has. */
const UNIQUE = randomUUID().slice(0, 6);
const SENT = `LetterSent${UNIQUE}`;
const ARRIVED = `LetterArrived${UNIQUE}`;
const NAME = `letter-${UNIQUE}`;

const definition = (within: string) =>
  JSON.stringify({
    name: NAME,
    title: `Letter ${UNIQUE}`,
    starts: [{ type: SENT }],
    steps: [{ type: ARRIVED, after: SENT, within }],
    ends: { completed: [ARRIVED] },
  });

/** The one saga of this spec, as soon as it is there and the condition holds. */
async function aLetter(holds: (saga: { status: string; definition: { name: string } | null }) => boolean) {
  await until(async () => {
    const answer = await ask(`/api/sagas?type=${SENT}`);
    const { items } = (await answer.json()) as { items: Parameters<typeof holds>[0][] };
    return items[0] && holds(items[0]) ? items[0] : null;
  });
}

beforeAll(async () => {
  browser = await openBrowser();
  shop = await aPublisher({ rabbitmqUrl: theApp().rabbitmqUrl }, "e2e.letters");
  const correlationId = randomUUID();
  const sent = anEvent(SENT, { correlationId });
  await shop.publish("letter.sent", sent);
  await shop.publish("letter.arrived", anEvent(ARRIVED, { correlationId, causedBy: sent.eventId }));
  await aLetter(({ status }) => status === "RUNNING");
  ({ page, context, complaints } = await aPerson(browser, { patience: 15_000 }));
});
afterAll(async () => {
  await context?.close();
  await shop?.close();
  await browser?.close();
});

describe("somebody who knows how a saga should run", () => {
  it("defines it, is told what is wrong and what it changes, and sees its sagas judged by it", async () => {
    await visit(page, "/settings/sagas");
    await page.getByRole("button", { name: "New definition" }).click();
    const editor = page.getByRole("textbox", { name: "Definition, JSON" });
    await editor.fill(definition("soon"));
    await page.getByRole("button", { name: "/steps/0/within" }).click();
    await page.getByText("is no duration, such as 30s").first().waitFor();
    expect(await page.getByRole("button", { name: "Save", exact: true }).first().isDisabled()).toBe(true);

    await editor.fill(definition("30s"));
    await page.getByText("One goes from “Running” to “Completed”").waitFor();
    await page.getByRole("button", { name: "Save", exact: true }).first().click();
    const dialog = page.getByRole("alertdialog");
    await dialog.getByRole("textbox").fill("letters have a deadline");
    await dialog.getByRole("button", { name: "Save the definition" }).click();
    const row = page.getByRole("listitem").filter({ hasText: NAME });
    await row.getByText("Version 1").waitFor();
    await aLetter(({ status, definition }) => status === "COMPLETED" && definition?.name === NAME);

    await row.getByRole("button", { name: `Remove Letter ${UNIQUE}` }).click();
    await dialog.getByRole("button", { name: "Remove the definition" }).click();
    await row.getByText("Removed").waitFor();
    await aLetter(({ definition }) => definition === null);
    expect(complaints).toEqual([]);
  });
});
