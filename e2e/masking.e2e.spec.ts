import type { Browser, BrowserContext, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { openBrowser } from "../server/testing/browser";
import { type SignedIn, signedIn } from "../server/testing/signed-in";
import { until } from "../server/testing/until";
import { visit } from "./pages/visit";
import { anEvent, aPublisher, type Publisher } from "./preconditions/shop";
import { theApp } from "./the-app";

/** Nobody real, and nowhere else in the tests. */
const EMAIL = "zoe.lefevre@masking.example";
const PERSONAL = /zoe|lefevre|masking\.example/i;

let browser: Browser;
let shop: Publisher;
let viewer: SignedIn;
let auditor: SignedIn;
let admin: SignedIn;
let id: string;
let context: BrowserContext | undefined;

const event = anEvent("CustomerRegistered");
const body = {
  ...event,
  eventData: {
    ...event.eventData,
    customer: { name: "Zoe Lefevre", email: EMAIL },
    note: `write to ${EMAIL}`,
  },
};

beforeAll(async () => {
  browser = await openBrowser();
  const database = theApp().databaseUrl;
  [viewer, auditor, admin] = await Promise.all([
    signedIn(database, "viewer"),
    signedIn(database, "auditor"),
    signedIn(database, "admin"),
  ]);
  shop = await aPublisher({ rabbitmqUrl: theApp().rabbitmqUrl }, "e2e.masking");
  await shop.publish("customer.registered", body, {
    headers: { authorization: "Bearer 123", "x-mail": EMAIL },
  });
  await shop.publish("letter", Buffer.from(`Dear ${EMAIL}`));
  id = await until(async () => (await found(auditor, `eventId=${event.eventId}`))[0] ?? null);
});

afterAll(async () => {
  await shop?.close();
  await browser?.close();
});
afterEach(async () => {
  await context?.close();
  context = undefined;
});

async function aPage(person: SignedIn, options: BrowserContextOptions = {}): Promise<Page> {
  context = await browser.newContext({ baseURL: theApp().url, locale: "en-GB", ...options });
  await context.addCookies(person.cookiesFor(theApp().url));
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  return page;
}

const get = (person: SignedIn, path: string) => fetch(`${theApp().url}${path}`, { headers: person.bearer });

/** Record ids of what a search finds. */
async function found(person: SignedIn, query: string): Promise<string[]> {
  const { items } = (await (await get(person, `/api/audit/search?${query}`)).json()) as {
    items: { message: { id: string } }[];
  };
  return items.map((item) => item.message.id);
}

describe("a viewer", () => {
  it("reads an opened message without what is personal in it", async () => {
    const page = await aPage(viewer);
    for (const tab of ["payload", "raw", "headers", "properties"]) {
      await visit(page, `/events?range=all&exchange=e2e.masking&selected=${id}&tab=${tab}`);
      await page.getByRole("tabpanel").waitFor();
      await page.getByRole("contentinfo").getByText("connected").waitFor();
      expect([tab, PERSONAL.test(await page.content())]).toEqual([tab, false]);
    }
    await page.getByRole("tab", { name: "Payload" }).click();
    await page.getByText("masked for your role").first().waitFor();
    await page.getByRole("treeitem", { name: /email/ }).getByText("masked").waitFor();
    await visit(page, `/events/${id}`);
    await page.getByText("masked for your role").first().waitFor();
    expect(await page.content()).not.toMatch(PERSONAL);
  });

  it("is told that a text is withheld", async () => {
    const [letter] = await found(viewer, "exchange=e2e.masking&routingKey=letter");
    const page = await aPage(viewer);
    await visit(page, `/events?range=all&selected=${letter}`);
    await page.getByText("This body is not shown to your role").waitFor();
    expect(await page.content()).not.toMatch(PERSONAL);
  });

  it("follows live rows without it", async () => {
    const page = await aPage(viewer);
    const arrived: string[] = [];
    page.on("response", async (response) => {
      if (!response.url().includes("audit.live")) arrived.push(await response.text().catch(() => ""));
    });
    await visit(page, "/live?exchange=e2e.masking");
    await page.getByRole("contentinfo").getByText("connected").waitFor();
    await shop.publish(`customer.${EMAIL}`, { ...body, ...anEvent("CustomerMoved"), userId: EMAIL });
    await page.getByText("CustomerMoved").first().waitFor();
    expect(await page.content()).not.toMatch(PERSONAL);
    expect(arrived.join("\n")).not.toMatch(PERSONAL);
  });

  it("gets nothing of it from the API, and cannot find it", async () => {
    for (const path of [
      "",
      "/causation",
      "/correlation",
      "/stream",
      "/arrivals",
      "/sources",
      "/route",
      "/body",
    ]) {
      const answer = await (await get(viewer, `/api/audit/messages/${id}${path}`)).text();
      expect([path, PERSONAL.test(answer)]).toEqual([path, false]);
    }
    expect((await get(viewer, `/api/audit/messages/${id}/body`)).status).toBe(403);
    expect((await get(viewer, `/api/audit/search?userId=${EMAIL}`)).status).toBe(403);
    expect(await found(viewer, `q=${EMAIL}`)).toEqual([]);
    expect(await found(viewer, "q=lefevre&exchange=e2e.masking")).toEqual([]);
    expect(await found(viewer, "q=CustomerRegistered&exchange=e2e.masking")).toEqual([id]);
  });
});

describe("an auditor", () => {
  it("sees and finds it, and takes the file", async () => {
    const page = await aPage(auditor);
    await visit(page, `/events?range=all&selected=${id}&tab=raw`);
    await page.getByRole("tabpanel").getByText(EMAIL).first().waitFor();
    expect(await found(auditor, `q=${EMAIL}&exchange=e2e.masking`)).toContain(id);
    expect(await (await get(auditor, `/api/audit/messages/${id}/body`)).text()).toContain(EMAIL);
  });
});

describe("the masking settings", () => {
  it("are an administrator's", async () => {
    const page = await aPage(viewer);
    await visit(page, "/settings/masking");
    await page.getByText("This page is not open to you").waitFor();
  });

  it("take a rule that was tried on a text first, another way to write it, and give it back", async () => {
    const page = await aPage(admin);
    await visit(page, "/settings/masking");
    await page.getByLabel("Name of the field").fill("e2e note");
    await page.getByLabel("JSON to try the rule on").fill('{"e2eNote":"secret","other":1}');
    await page.getByText('{"e2eNote":"•••","other":1}').waitFor();
    await page.getByText("this rule changes 1 value.").waitFor();
    await page.getByLabel("Exchange", { exact: true }).fill("e2e.mask*");
    await page.getByRole("button", { name: "Add this rule" }).click();
    const rule = page.getByRole("listitem").filter({ hasText: "e2e note" });
    await rule.getByText("in exchanges e2e.mask*").waitFor();
    await rule.getByRole("button", { name: "Change the rule e2e note" }).click();
    await page.getByLabel("Exchange", { exact: true }).fill("e2e.other");
    await page.getByRole("button", { name: "Keep the change" }).click();
    await rule.getByText("in exchanges e2e.other").waitFor();
    await rule.getByRole("button", { name: "Remove the rule e2e note" }).click();
    await page.getByRole("alertdialog").getByRole("button", { name: "Remove" }).click();
    await rule.waitFor({ state: "detached" });
  });

  it("say what is wrong with a pattern", async () => {
    const page = await aPage(admin);
    await visit(page, "/settings/masking");
    await page.getByLabel("Name of the field").fill("a*b");
    await page.getByRole("button", { name: "Add this rule" }).click();
    await page.getByText("write for example email or *email").first().waitFor();
  });

  it("switch a default off and on: what it hides is seen meanwhile, and no longer", async () => {
    const page = await aPage(admin);
    await visit(page, "/settings/masking");
    const names = page.getByRole("switch", { name: "Names of people" });
    const nameOf = async () => {
      const { body } = (await (await get(viewer, `/api/audit/messages/${id}`)).json()) as {
        body: { text: string };
      };
      return JSON.parse(body.text).eventData.customer.name;
    };
    expect(await nameOf()).toBe("•••");
    await names.click();
    await until(async () => ((await names.getAttribute("aria-checked")) === "false" ? true : null));
    expect(await nameOf()).toBe("Zoe Lefevre");
    await names.click();
    await until(async () => ((await names.getAttribute("aria-checked")) === "true" ? true : null));
    expect(await nameOf()).toBe("•••");
  });

  it("speak French", async () => {
    const page = await aPage(admin, { locale: "fr-FR" });
    await visit(page, "/settings/masking");
    await page.getByRole("heading", { name: "Masquage" }).waitFor();
    await page.getByText("Adresses électroniques").waitFor();
  });
});
