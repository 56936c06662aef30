import { randomUUID } from "node:crypto";
import type { Browser, BrowserContext } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { openBrowser } from "../server/testing/browser";
import { pressShortcut } from "./pages/keys";
import { SagasPage } from "./pages/sagas-page";
import { visit } from "./pages/visit";
import { aPerson, ask } from "./preconditions/person";
import { anEvent, aPublisher, type Publisher } from "./preconditions/shop";
import { theApp } from "./the-app";

let browser: Browser;
let shop: Publisher;
let context: BrowserContext;
let sagas: SagasPage;
let complaints: string[];

/** A type that nothing else in this database begins with. */
const TYPE = `E2eParcelSent${randomUUID().slice(0, 6)}`;

/** One parcel: its events, in order, each caused by the one before. */
async function aParcel(...types: string[]): Promise<string> {
  const correlationId = randomUUID();
  const orderId = randomUUID();
  let causedBy: string | undefined;
  for (const type of types) {
    const event = anEvent(type, { correlationId, orderId, ...(causedBy ? { causedBy } : {}) });
    await shop.publish(`parcel.${type}`, event);
    causedBy = event.eventId;
  }
  return correlationId;
}

beforeAll(async () => {
  browser = await openBrowser();
  shop = await aPublisher({ rabbitmqUrl: theApp().rabbitmqUrl }, "e2e.parcels");
});
afterAll(async () => {
  await shop?.close();
  await browser?.close();
});
beforeEach(async () => {
  // A page is drawn anew for each of them, and a worker looks at its log.
  const person = await aPerson(browser, { patience: 30_000 });
  ({ context, complaints } = person);
  sagas = new SagasPage(person.page);
});
afterEach(async () => {
  await context?.close();
  expect(complaints).toEqual([]);
});

describe("somebody who looks after what runs", () => {
  it("sees a saga begin and grow, finds it by its correlation, and opens it by keyboard", async () => {
    await sagas.open(`type=${TYPE}`);
    await sagas.page.getByText("Nothing matches").waitFor();
    const first = await aParcel(TYPE, "E2eParcelTaken");
    await sagas.standing(first, "Running").waitFor();
    const second = await aParcel(TYPE, "E2eParcelTaken", "E2eParcelLost");
    await sagas.row(second).getByRole("gridcell", { name: "3", exact: true }).waitFor();

    await pressShortcut(sagas.page, "j");
    await sagas.page.keyboard.press("Enter");
    await sagas.page.waitForURL(/\/sagas\/[0-9a-f]{32}/);
    await sagas.page.getByRole("heading", { level: 1, name: TYPE }).waitFor();
    await sagas.page.goBack();

    await sagas.correlation.fill(second);
    await sagas.correlation.press("Enter");
    await sagas.row(first).waitFor({ state: "detached" });
    expect(await sagas.rows.count()).toBe(1);
    expect(new URL(sagas.page.url()).searchParams.get("correlation")).toBe(second);
  });

  it("comes to the saga of a message from the message", async () => {
    const correlationId = await aParcel(TYPE, "E2eParcelTaken");
    await sagas.open(`correlation=${correlationId}`);
    await sagas.row(correlationId).waitFor();
    const answer = await ask(`/api/audit/search?correlationId=${correlationId}`);
    const { items } = (await answer.json()) as { items: { message: { id: string } }[] };
    await visit(sagas.page, `/events/${items[0]!.message.id}`);
    await sagas.page.getByRole("region", { name: "Its saga" }).getByRole("link").click();
    await sagas.page.waitForURL(/\/sagas\/[0-9a-f]{32}/);
  });

  it("sees a request without its reply before those that have one", async () => {
    const askStock = async () => {
      const correlationId = randomUUID();
      const request = anEvent("e2e.stock.check", { correlationId });
      await shop.publish("stock.check", request, { replyTo: "e2e.answers", correlationId });
      return { correlationId, causedBy: request.eventId };
    };
    const { correlationId: unanswered } = await askStock();
    const question = await askStock();
    const { correlationId: answered } = question;
    const reply = anEvent("e2e.stock.check.reply", question);
    await shop.publish("stock.check.reply", reply, { correlationId: answered });
    await sagas.open("type=e2e.stock.check", "/sagas/requests");
    await sagas.standing(answered, "Answered").waitFor();
    await sagas.standing(unanswered, "Unanswered").waitFor();
    expect(await sagas.rows.first().textContent()).toContain("Unanswered");
    await sagas.choice(/^Answered/).check();
    await sagas.row(unanswered).waitFor({ state: "detached" });
    await sagas.row(answered).waitFor();
  });
});
