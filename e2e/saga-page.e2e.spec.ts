import type { Browser, BrowserContext } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { openBrowser } from "../server/testing/browser";
import { until } from "../server/testing/until";
import { SagaPage } from "./pages/saga-page";
import { aDefinition } from "./preconditions/definition";
import { aFailingService, type FailingService } from "./preconditions/failing-service";
import { aPerson, ask } from "./preconditions/person";
import { theApp } from "./the-app";

let browser: Browser;
let billing: FailingService;
let defined: Awaited<ReturnType<typeof aDefinition>>;
let context: BrowserContext;
let saga: SagaPage;
let complaints: string[];
let id: string;

const json = async <Body>(path: string): Promise<Body> => (await (await ask(path)).json()) as Body;

/** The saga that an event began, once there is one. */
async function sagaOf(eventId: string): Promise<string> {
  const correlation = await until(async () => {
    const { items } = await json<{ items: { event: { correlationId: string } | null }[] }>(
      `/api/audit/search?eventId=${eventId}`,
    );
    return items[0]?.event?.correlationId ?? null;
  });
  return until(async () => {
    for (const form of ["saga", "single"]) {
      const { items } = await json<{ items: { id: string }[] }>(
        `/api/sagas?form=${form}&correlationId=${correlation}`,
      );
      if (items[0]) return items[0].id;
    }
    return null;
  });
}

beforeAll(async () => {
  browser = await openBrowser();
  defined = await aDefinition({
    name: "billed-order",
    exchange: "e2e.sagas",
    begins: "OrderPlaced",
    ends: "OrderHandled",
    // Long enough for its page to be open before it is late.
    within: "3s",
  });
  billing = await aFailingService({ rabbitmqUrl: theApp().rabbitmqUrl }, "e2e.sagas");
  id = await sagaOf(await billing.order("held up"));
});
afterAll(async () => {
  await defined?.patience();
  await billing?.close();
  await browser?.close();
});
beforeEach(async () => {
  // A worker looks at its own log, and at the broker, every few seconds.
  const person = await aPerson(browser, { patience: 30_000 });
  ({ context, complaints } = person);
  saga = new SagaPage(person.page);
});
afterEach(async () => {
  await context?.close();
  expect(complaints).toEqual([]);
});

describe("a saga", () => {
  it("says that it is stuck, what it waits for, and which dead letter holds it up", async () => {
    await saga.open(id);
    await saga.page.getByRole("heading", { level: 1, name: "billed-order" }).waitFor();
    await saga.status("Stuck").waitFor();
    await saga.page.getByText("Waits for OrderHandled").waitFor();
    await saga.heldUp.getByRole("link", { name: "Open" }).click();
    await saga.page.waitForURL(/\/dead-letters\/\d+$/);
    await saga.page.getByRole("heading", { level: 1, name: "OrderPlaced" }).waitFor();
  });

  it("completes before one's eyes when its dead letter is redriven from its page", async () => {
    const letters = `/api/dead-letters?queue=${billing.deadLetterQueue}`;
    const observed = await until(
      async () => (await json<{ items: { vhost: string }[] }>(letters)).items[0] ?? null,
    );
    const queue = `/api/dead-letters/queues/${encodeURIComponent(observed.vhost)}/${billing.deadLetterQueue}`;
    const held = await fetch(`${theApp().url}${queue}/custody`, {
      method: "PUT",
      headers: { authorization: `Bearer ${theApp().token}`, "content-type": "application/json" },
      body: JSON.stringify({ custody: "hold" }),
    });
    expect(held.status).toBe(200);
    await until(
      async () => (await json<{ items: object[] }>(`${letters}&state=held`)).items.length > 0 || null,
    );
    billing.rejects(() => false);
    await saga.open(id);
    await saga.heldUp.getByRole("button", { name: "Redrive" }).click();
    await saga.plan.getByRole("button", { name: "Redrive 1 message" }).click();
    await saga.status("Completed").waitFor();
    await saga.heldUp.waitFor({ state: "detached" });
    expect(billing.handled).toEqual(["held up"]);
  });

  it("is gone through by the keys, event by event, with its states, and reads as a table", async () => {
    const { page } = saga;
    await saga.open(id);
    await saga.timeline.press("End");
    await saga.opened.getByRole("heading", { name: "OrderHandled" }).waitFor();
    await saga.timeline.press("ArrowLeft");
    await saga.opened.getByRole("heading", { name: "OrderPlaced" }).waitFor();
    await saga.opened.getByRole("link", { name: "Redriven" }).waitFor();
    await saga.opened.getByRole("tab", { name: "State" }).click();
    await saga.opened.getByText('"held up"').waitFor();

    await page.getByRole("button", { name: "To the first event" }).click();
    await page.waitForURL(/travel=true/);
    await page.getByRole("slider", { name: "Moment that is looked at" }).press("ArrowRight");
    await saga.opened.getByRole("heading", { name: "OrderHandled" }).waitFor();
    await page.getByRole("button", { name: "Show all", exact: true }).click();

    await saga.view("Table").click();
    await saga.rows.nth(1).waitFor();
    expect(await saga.rows.allTextContents()).toEqual([
      expect.stringMatching(/OrderPlaced.*Redriven/),
      expect.stringMatching(/OrderHandled.*OrderPlaced/),
    ]);
    await saga.view("Sequence").click();
    await page.getByRole("img", { name: "Sequence diagram of the saga" }).waitFor();
    await page.reload();
    // The whole of it is in the address.
    await page.getByRole("img", { name: "Sequence diagram of the saga" }).waitFor();
    await saga.opened.getByRole("heading", { name: "OrderHandled" }).waitFor();
  });

  it("of a complaint is compensated by hand, with a reason, to its end before one's eyes", async () => {
    const { page } = saga;
    const complaint = await fetch(`${theApp().url}/api/complaints`, {
      method: "POST",
      headers: { authorization: `Bearer ${theApp().token}`, "content-type": "application/json" },
      body: JSON.stringify({
        ...{
          userId: "u-1",
          title: "Told the wrong thing",
          description: "…",
          priority: "LOW",
          category: "mail",
        },
        customer: { email: "claire.martin@sagas.example" },
      }),
    });
    const filed = (await complaint.json()) as { id: string; timeline: { eventId: string }[] };
    await saga.open(await sagaOf(filed.timeline[0]!.eventId));
    await page.getByRole("button", { name: "Compensate", exact: true }).click();
    const asked = page.getByRole("alertdialog", { name: "Compensate the saga Complaint?" });
    const start = asked.getByRole("button", { name: "Start the compensation" });
    await asked.waitFor();
    expect(await start.isDisabled()).toBe(true);
    await asked.getByRole("textbox").fill("The mail named another parcel.");
    await start.click();
    await asked.waitFor({ state: "detached" });
    await saga.status("Compensated").waitFor();
    expect(await page.getByRole("button", { name: "Compensate", exact: true }).count()).toBe(0);
    const deeds = await json<{ items: { action: string; reason: string | null }[] }>(
      `/api/operator-actions?target=${filed.id}`,
    );
    expect(deeds.items.map(({ action, reason }) => [action, reason])).toContainEqual([
      "complaint.compensation-required",
      "The mail named another parcel.",
    ]);
  });
});
