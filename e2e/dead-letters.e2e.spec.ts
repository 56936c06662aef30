import type { Browser, BrowserContext } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { openBrowser } from "../server/testing/browser";
import { until } from "../server/testing/until";
import { DeadLetterPages } from "./pages/dead-letter-pages";
import { pressShortcut } from "./pages/keys";
import { aFailingService, type FailingService } from "./preconditions/failing-service";
import { aPerson, ask } from "./preconditions/person";
import { theApp } from "./the-app";

let browser: Browser;
let billing: FailingService;
let context: BrowserContext;
let letters: DeadLetterPages;
let complaints: string[];

beforeAll(async () => {
  browser = await openBrowser();
  billing = await aFailingService({ rabbitmqUrl: theApp().rabbitmqUrl }, "e2e.billing");
});
afterAll(async () => {
  await billing?.close();
  await browser?.close();
});
beforeEach(async () => {
  // A worker looks at the broker and at its own log every few seconds.
  const person = await aPerson(browser, { patience: 30_000 });
  ({ context, complaints } = person);
  letters = new DeadLetterPages(person.page);
});
afterEach(async () => {
  await context?.close();
  expect(complaints).toEqual([]);
});

interface Known {
  id: string;
  claim: object | null;
}

/** What the REST interface knows of the dead letters of the service. */
async function known(query = ""): Promise<Known[]> {
  const answer = await ask(`/api/dead-letters?queue=${billing.deadLetterQueue}&limit=100${query}`);
  return ((await answer.json()) as { items: Known[] }).items;
}
const counted = (count: number, query = "") =>
  until(async () => ((await known(query)).length === count ? true : null));

describe("dead letters", () => {
  it("are grouped by what they died of, and their queue is held where somebody asks for it", async () => {
    for (let n = 0; n < 11; n++) await billing.order(`order ${n}`);
    await billing.order("spoiled");
    await counted(12);

    await letters.open();
    const cause = letters.cause(billing.queue);
    await cause.getByText("Rejected by its consumer").waitFor();
    await cause.getByText("12", { exact: true }).waitFor();
    await cause.getByText("12 observed").waitFor();

    await letters.open("/queues");
    const queue = letters.queue(billing.deadLetterQueue);
    await queue.getByText(billing.queue).waitFor();
    await queue.getByRole("button", { name: "Hold" }).click();
    await letters.question.getByText("moved into the database").waitFor();
    await letters.question.getByRole("button", { name: "Hold" }).click();
    await counted(12, "&state=held");
    // The same rows: what was observed before is not counted twice.
    expect(await known()).toHaveLength(12);
  });

  it("are redriven as a group after a preview, and each says what it then did", async () => {
    billing.rejects((note) => note === "spoiled");
    await letters.open();
    await letters.cause(billing.queue).getByRole("button", { name: "Redrive" }).click();
    const { plan } = letters;
    await plan.getByText("12 messages", { exact: true }).waitFor();
    await plan.getByRole("row", { name: new RegExp(`${billing.queue}.*1 consumer`) }).waitFor();
    await plan.getByText("Nothing speaks against it.").waitFor();
    // One of twelve comes back: more than the usual share would let pass.
    await plan.getByLabel("Halt above").fill("");
    await plan.getByLabel("First step").fill("0");
    await plan.getByRole("button", { name: "Make the plan again" }).click();
    await plan.getByRole("button", { name: "Redrive 12 messages" }).click();

    await letters.page.waitForURL(/\/dead-letters\/redrives\/[0-9a-f-]{36}/);
    const progress = letters.region("How far it has come");
    await progress.getByText("12 of 12 settled").waitFor();
    await progress.getByText("1 came back dead.").waitFor();
    await letters.page.getByText("had an effect").first().waitFor();
    expect([...billing.handled].sort()).toEqual(Array.from({ length: 11 }, (_, n) => `order ${n}`).sort());
  });

  it("tell the story of one that died again", async () => {
    const again = await until(async () => (await known("&tries=1")).at(0));
    await letters.open(`/${again.id}`);
    await letters.page.getByRole("heading", { level: 1, name: "OrderPlaced" }).waitFor();
    const { story } = letters;
    // The newest first: who sent it again, what the broker said, and that it came back.
    const told = await story.getByRole("heading").allTextContents();
    expect(told.toSorted()).toEqual(
      [
        "Died again, 1st redrive",
        "Came back dead",
        `Sent to ${billing.queue}, confirmed by the broker`,
        "Redrive by Everybody",
        "Died",
      ].toSorted(),
    );
    await story.getByRole("link", { name: "Open" }).click();
    await letters.page.waitForURL((url) => !url.pathname.endsWith(`/${again.id}`));
    await story.getByText("this one").waitFor();
    await letters.page.getByText("redriven", { exact: true }).first().waitFor();
  });

  it("are dealt with by the keys alone: chosen, discarded with a reason, restored, redriven", async () => {
    const { page } = letters;
    await letters.open(`/messages?queue=${billing.deadLetterQueue}`);
    await letters.rows.first().waitFor();
    await pressShortcut(page, "x");
    await page.getByText("1 chosen").waitFor();
    await pressShortcut(page, "d");
    const { question } = letters;
    await question.getByRole("textbox").fill("nobody wants it");
    await question.getByRole("button", { name: "Discard 1 message" }).click();
    await page.getByText("No dead letter meets this choice").waitFor();

    await letters.open(`/messages?queue=${billing.deadLetterQueue}&state=discarded`);
    await letters.rows.first().waitFor();
    await pressShortcut(page, "j");
    await page.keyboard.press("Enter");
    await letters.opened.getByText("Discarded by Everybody").waitFor();
    await letters.opened.getByRole("list", { name: "What happened" }).getByText("nobody wants it").waitFor();
    await letters.opened.getByRole("button", { name: "Restore" }).click();
    await question.getByRole("button", { name: "Restore 1 message" }).click();
    await counted(1, "&state=held");

    billing.rejects(() => false);
    await letters.open(`/messages?queue=${billing.deadLetterQueue}`);
    await letters.rows.first().waitFor();
    await pressShortcut(page, "r");
    await letters.plan.getByText("1 message", { exact: true }).waitFor();
    // Closed, it keeps nobody from the message; Shift+R sends it without another question.
    await page.keyboard.press("Escape");
    await letters.plan.waitFor({ state: "detached" });
    await until(async () => ((await known())[0]?.claim === null ? true : null));
    await pressShortcut(page, "R");
    await until(async () => (billing.handled.includes("spoiled") ? true : null));
    await page.keyboard.press("?");
    await page.getByRole("dialog").getByText("Redrive and go on").waitFor();
  });
});
