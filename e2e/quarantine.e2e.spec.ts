import pg from "pg";
import type { Browser, BrowserContext } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { openBrowser } from "../server/testing/browser";
import { until } from "../server/testing/until";
import { QuarantinePage } from "./pages/quarantine-page";
import { aPerson, ask } from "./preconditions/person";
import { anEvent, aPublisher, type Publisher } from "./preconditions/shop";
import { theApp } from "./the-app";

let browser: Browser;
let shop: Publisher;
let database: pg.Client;
let context: BrowserContext;
let quarantine: QuarantinePage;
let complaints: string[];

beforeAll(async () => {
  browser = await openBrowser();
  database = new pg.Client({ connectionString: theApp().databaseUrl });
  await database.connect();
  shop = await aPublisher({ rabbitmqUrl: theApp().rabbitmqUrl }, "e2e.poison");
});
afterAll(async () => {
  await cure();
  await database?.end();
  await shop?.close();
  await browser?.close();
});

/** Somebody adds a rule to the table: the database refuses messages of this kind from then on. */
const poison = () =>
  database.query("ALTER TABLE messages ADD CONSTRAINT e2e_poison CHECK (routing_key <> 'poison') NOT VALID");
const cure = () => database.query("ALTER TABLE messages DROP CONSTRAINT IF EXISTS e2e_poison");

beforeEach(async () => {
  const person = await aPerson(browser);
  ({ context, complaints } = person);
  quarantine = new QuarantinePage(person.page);
});
afterEach(async () => {
  await context?.close();
  expect(complaints).toEqual([]);
});

async function waiting(count: number): Promise<void> {
  await until(async () => {
    const answer = await ask("/api/quarantine?limit=1");
    return ((await answer.json()) as { open: number }).open === count || null;
  });
}

describe("the quarantine", () => {
  it("is good news while it is empty", async () => {
    await quarantine.open();
    await quarantine.page.getByRole("heading", { name: "Nothing in quarantine" }).waitFor();
    expect(await quarantine.button("Import all again").isDisabled()).toBe(true);
  });

  it("says why a message could not be stored, and imports it when the cause is gone", async () => {
    await poison();
    await shop.publish("poison", anEvent("SpoiledOrder"), { headers: { tenant: "acme" } });
    await waiting(1);
    await quarantine.open();
    await quarantine.row("A rule of the database refused it").getByRole("button").click();
    const { opened, question } = quarantine;
    await opened.getByText("SpoiledOrder").waitFor();
    await opened.getByText("acme").waitFor();

    await opened.getByRole("button", { name: "Import again" }).click();
    await question.getByText("What is refused again stays here").waitFor();
    await question.getByRole("button", { name: "Import the message" }).click();
    await opened.getByText(/Still refused: .*e2e_poison/).waitFor();
    await opened.getByText("Imported again: refused").waitFor();

    await cure();
    await opened.getByRole("button", { name: "Import again" }).click();
    await question.getByRole("button", { name: "Import the message" }).click();
    await opened.getByText("Imported: it is stored now.").waitFor();
    await opened.getByRole("link", { name: "To the stored message" }).click();
    await quarantine.page.getByRole("heading", { level: 1, name: "SpoiledOrder" }).waitFor();
  });

  it("imports all that match, and tells how many were and how many were not", async () => {
    await poison();
    for (let n = 0; n < 3; n++) await shop.publish("poison", anEvent("SpoiledBatch"));
    await waiting(3);
    await quarantine.open(`?exchange=${shop.exchange}`);
    await quarantine.button("Import all that match").click();
    await quarantine.question.getByRole("heading", { name: "Import 3 messages again?" }).waitFor();
    await quarantine.question.getByRole("button", { name: "Import 3 messages" }).click();
    await quarantine.report.getByText("Finished: 3 of 3. 0 imported, 3 still refused.").waitFor();
    await quarantine.report.getByText("3 ×").waitFor();

    await cure();
    await quarantine.button("Import all that match").click();
    await quarantine.question.getByRole("button", { name: "Import 3 messages" }).click();
    await quarantine.report.getByText("Finished: 3 of 3. 3 imported, 0 still refused.").waitFor();

    await quarantine.open("?state=imported");
    expect(await quarantine.row("imported").count()).toBe(4);
  });
});
