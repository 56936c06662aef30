import type { Pool } from "pg";
import type { Browser, BrowserContext } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { openConnection, vhostOf } from "../server/broker/connection";
import { createPool } from "../server/db";
import { storeTestDeadLetters, type TestDeadLetter } from "../server/dead-letters/testing/dead-letters";
import { openBrowser } from "../server/testing/browser";
import { signedIn } from "../server/testing/signed-in";
import { until } from "../server/testing/until";
import { DeadLetterEditPage } from "./pages/dead-letter-edit-page";
import { pressShortcut } from "./pages/keys";
import { visit } from "./pages/visit";
import { accessibilityProblems } from "./preconditions/axe";
import { aPerson, ask } from "./preconditions/person";
import { anEvent, aPublisher, type Publisher } from "./preconditions/shop";
import { theApp } from "./the-app";

let browser: Browser;
let shop: Publisher;
let pool: Pool;
let context: BrowserContext;
let editor: DeadLetterEditPage;
let complaints: string[];

/** What a consumer choked on: the total is text in the others, and a number beyond what JavaScript counts exactly. */
const poisoned = () => {
  const event = anEvent("LampOrdered");
  return JSON.stringify(event).replace(`"${event.eventData.total}"`, event.eventData.total);
};

beforeAll(async () => {
  browser = await openBrowser();
  pool = createPool(theApp().databaseUrl, "e2e", 1);
  shop = await aPublisher({ rabbitmqUrl: theApp().rabbitmqUrl }, "e2e.edited");
  for (let n = 0; n < 6; n++)
    await shop.publish("lamp.ordered", anEvent("LampOrdered", { note: `lamp ${n}` }));
  await until(async () => {
    const answer = await ask("/api/audit/search?eventType=LampOrdered&limit=10");
    return ((await answer.json()) as { items: unknown[] }).items.length >= 6 || null;
  });
});
afterAll(async () => {
  await shop?.close();
  await pool?.end();
  await browser?.close();
});
beforeEach(async () => {
  const person = await aPerson(browser);
  ({ context, complaints } = person);
  editor = new DeadLetterEditPage(person.page);
});
afterEach(async () => {
  await context?.close();
  expect(complaints).toEqual([]);
});

async function aDeadLetter(given: TestDeadLetter = {}): Promise<string> {
  const [id] = await storeTestDeadLetters(pool, [
    {
      vhost: vhostOf(theApp().rabbitmqUrl),
      queue: "e2e.edited.dlq",
      exchange: "e2e.edited.dlx",
      originExchange: "e2e.edited",
      failedQueue: "e2e.edited.work",
      headers: { attempt: { "!": "long", value: 3 }, tenant: "acme" },
      body: poisoned(),
      ...given,
    },
  ]);
  return String(id);
}

/** The content that counts, as the store has it. */
async function contentOf(id: string): Promise<{ version: number; body: string }> {
  const { rows } = await pool.query(
    `SELECT v.version, v.body FROM dead_letters AS d
     JOIN dead_letter_versions AS v ON v.dead_letter_id = d.id AND v.version = d.version WHERE d.id = $1`,
    [id],
  );
  return { version: rows[0].version, body: rows[0].body.toString() };
}

describe("the editor of a dead letter", () => {
  it("says how a message differs from others of its type, where, and when it does not any more", async () => {
    const id = await aDeadLetter();
    await editor.open(id);
    await editor.check.getByText("One thing is not as it should be.").waitFor();
    await editor.check.getByText(/Compared with \d+ stored events of the type LampOrdered/).waitFor();
    await editor.check.getByText("Here the others have: text.").waitFor();
    await editor.check.getByRole("button", { name: "/eventData/total" }).click();
    expect(await editor.page.evaluate(() => getSelection()?.toString())).toContain("9007199254740993");

    await editor.page.keyboard.insertText('"total": "9007199254740993"');
    await editor.check.getByText("Nothing speaks against it.").waitFor();
    await editor.write("{");
    await editor.check.getByText("This is no JSON any more.").waitFor();
  });

  it("saves a version: only what was changed is other, no number is rounded, and the others stay", async () => {
    const body = poisoned();
    const id = await aDeadLetter({ body });
    await editor.open(id);
    expect(await editor.button("Save a version").isDisabled()).toBe(true);
    await editor.check.getByRole("button", { name: "/eventData/total" }).click();
    await editor.page.keyboard.insertText('"total": "9007199254740993"');

    await editor.show("Headers");
    await editor.page.getByLabel("Value of attempt").fill("9007199254740993");
    await editor.page.getByRole("button", { name: "Remove tenant" }).click();
    await editor.show("Changes");
    await editor.page.getByText("int64 9007199254740993").waitFor();
    await editor.page.getByText("text acme").waitFor();
    await editor.page.getByLabel("Changes of the body").getByText('"9007199254740993"').first().waitFor();

    await editor.button("Save a version").click();
    await editor.question.getByText("Changed: one value of the body, 2 headers.").waitFor();
    await editor.question.getByRole("button", { name: "Cancel" }).click();
    await editor.question.waitFor({ state: "hidden" });
    await editor.save("Save a version", "a total is text");
    await editor.page.getByText("Version 1 is saved").waitFor();
    await editor.page.waitForURL(`**/dead-letters/${id}`);
    expect(await contentOf(id)).toEqual({
      version: 1,
      body: body.replace('"total":9007199254740993', '"total":"9007199254740993"'),
    });
  });

  it("opens by a key on the page of the message, and redrives what it saves: byte for byte, to the queue that failed", async () => {
    const connection = await openConnection({ url: theApp().rabbitmqUrl }, "e2e consumer");
    const channel = await connection.createChannel();
    await channel.assertQueue("e2e.edited.work", { durable: true });
    const body = poisoned();
    const id = await aDeadLetter({ body });
    await visit(editor.page, `/dead-letters/${id}`);
    await editor.page.getByRole("link", { name: "Edit", exact: true }).waitFor();
    await pressShortcut(editor.page, "e");
    await editor.check.getByRole("button", { name: "/eventData/total" }).click();
    await editor.page.keyboard.insertText('"total": "9007199254740993"');
    await editor.save("Save and redrive", "a total is text");
    await editor.page.waitForURL("**/dead-letters/redrives/*");

    const sent = await until(async () => (await channel.get("e2e.edited.work", { noAck: true })) || null);
    expect(sent.content.toString()).toBe(
      body.replace('"total":9007199254740993', '"total":"9007199254740993"'),
    );
    expect(sent.properties.headers).toMatchObject({ tenant: "acme", attempt: 3 });
    expect(sent.properties.headers).not.toHaveProperty("x-death");
    await connection.close();
  });

  it("shows what each version changed, and brings an older one back", async () => {
    const id = await aDeadLetter({ body: '{"n":1}', routingKey: "unknown.type" });
    await editor.open(id);
    await editor.write('{"n":2}');
    await editor.save("Save a version", "two");
    const { page } = editor;
    await page.waitForURL(`**/dead-letters/${id}`);
    await page.getByText("What version 1 changed").click();
    await page.getByText("/n", { exact: true }).waitFor();
    await page.getByRole("button", { name: "Make what lay in the queue count again" }).click();
    await editor.question.getByRole("button", { name: "Make this version count again" }).click();
    await page.getByText("It counts again, as version 2").waitFor();
    expect(await contentOf(id)).toEqual({ version: 2, body: '{"n":1}' });
  });

  it("keeps what is not like its type only when somebody says so, and tells who was faster", async () => {
    const id = await aDeadLetter();
    const other = await aPerson(browser);
    const theirs = new DeadLetterEditPage(other.page);
    await Promise.all([editor.open(id), theirs.open(id)]);
    for (const [person, text] of [
      [editor, '{"mine":1}'],
      [theirs, '{"theirs":1}'],
    ] as const) {
      await person.write(text);
      await person.check.getByText(/\d+ things are not as they should be/).waitFor();
      await person.button("Save a version").and(person.page.locator(":enabled")).waitFor();
    }
    await editor.save("Save a version", "first");
    await editor.page.getByText("Version 1 is saved").waitFor();
    await theirs.save("Save a version", "second");
    await theirs.question.getByText("It has been edited since: version 1 counts now.").waitFor();
    expect(await contentOf(id)).toEqual({ version: 1, body: '{"mine":1}' });
    // The browser notes an answer that is a refusal.
    expect(other.complaints).toHaveLength(1);
    await other.context.close();
  });

  it("changes many in the same way: previewed message by message, and only what was shown", async () => {
    const queue = "e2e.patched.dlq";
    for (const body of ['{"amount":1.10}', '{"amount":2.20}', "no json"]) await aDeadLetter({ queue, body });
    const { page } = editor;
    await visit(page, `/dead-letters/messages?queue=${queue}`);
    await page.getByRole("button", { name: "All that match" }).click();
    await page.getByRole("button", { name: "Edit all that match…" }).click();
    const dialog = page.getByRole("dialog", { name: "Edit all dead letters that match" });
    await dialog.getByRole("button", { name: "Preview" }).click();
    await dialog.getByText("Not JSON. Text needs quotes").waitFor();
    await dialog.getByLabel("What to do").selectOption("Rename a key");
    await dialog.getByLabel("JSON pointer").fill("/amount");
    await dialog.getByLabel("New name").fill("total");
    await dialog.getByRole("button", { name: "Preview" }).click();
    await dialog.getByText("Of 3 messages: 2 changed, 0 the same as before, 1 left as they are.").waitFor();
    await dialog.getByText("One message left as it is: the body is not JSON.").waitFor();
    expect(await dialog.getByRole("list", { name: "Messages" }).getByText("1.10").count()).toBe(2);

    // Somebody adds one that matches: it was not shown.
    await aDeadLetter({ queue, body: '{"amount":3.30}' });
    await dialog.getByLabel("Reason (optional)").fill("the consumer was renamed");
    await dialog.getByRole("button", { name: "Change 2 messages" }).click();
    await page.getByText("2 dead letters are changed").waitFor();
    const { rows } = await pool.query(
      `SELECT coalesce(v.body, d.body) AS body FROM dead_letters AS d LEFT JOIN dead_letter_versions AS v
       ON v.dead_letter_id = d.id AND v.version = d.version WHERE d.queue = $1 ORDER BY d.id`,
      [queue],
    );
    expect(rows.map(({ body }) => body.toString())).toEqual([
      '{"total":1.10}',
      '{"total":2.20}',
      "no json",
      '{"amount":3.30}',
    ]);
  });

  it("is not for somebody who is shown the message masked", async () => {
    const id = await aDeadLetter({ json: { email: "anna@example.com" } });
    const operator = await signedIn(theApp().databaseUrl, "operator");
    const person = await aPerson(browser, { cookies: operator.cookiesFor(theApp().url) });
    const theirs = new DeadLetterEditPage(person.page);
    await theirs.open(id);
    await theirs.page.getByText("you would send masks").waitFor();
    expect(await theirs.body.count()).toBe(0);
    await person.context.close();
  });

  it("can be used by everybody: axe finds nothing, wide and narrow, light and dark", async () => {
    const id = await aDeadLetter();
    await editor.open(id);
    await editor.write(poisoned());
    await editor.button("Save a version").and(editor.page.locator(":enabled")).waitFor();
    for (const part of ["Body", "Headers", "Changes"] as const) {
      await editor.show(part);
      for (const [width, colorScheme] of [
        [1440, "light"],
        [390, "dark"],
      ] as const) {
        await editor.page.setViewportSize({ width, height: 900 });
        await editor.page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
        expect(await accessibilityProblems(editor.page), `${part} ${width}`).toEqual([]);
        expect(await editor.page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(
          width,
        );
      }
    }
  });
});
