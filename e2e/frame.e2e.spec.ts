import type { Browser, BrowserContext, BrowserContextOptions } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { openBrowser } from "../server/testing/browser";
import { Frame } from "./pages/frame";
import { pressShortcut } from "./pages/keys";
import { aPerson } from "./preconditions/person";

let browser: Browser;
let context: BrowserContext;
let complaints: string[];

beforeAll(async () => {
  browser = await openBrowser();
});

afterAll(() => browser?.close());

afterEach(async () => {
  await context?.close();
  expect(complaints).toEqual([]);
});

async function aReader(options: BrowserContextOptions = {}): Promise<Frame> {
  const person = await aPerson(browser, {
    timezoneId: "Europe/Paris",
    permissions: ["clipboard-read", "clipboard-write"],
    ...options,
  });
  ({ context, complaints } = person);
  return new Frame(person.page);
}

const html = async (path: string) => (await context.request.get(path)).text();

describe("the rail", () => {
  it("shows the pages in groups, and the environment above all", async () => {
    const frame = await aReader();
    await frame.open();
    await frame.rail.getByRole("link", { name: "Events" }).waitFor();
    expect(await frame.rail.locator("[aria-current=page]").textContent()).toBe("Events");
    expect(await frame.rail.getByRole("region").count()).toBeGreaterThan(0);
    await frame.page.getByText("Environment: staging").waitFor();
  });

  it("stays narrow, in the server's HTML too, and carries the range from page to page", async () => {
    const frame = await aReader();
    await frame.open("/events?range=7d&exchange=x");
    await frame.page.getByRole("button", { name: "Make the rail narrow" }).click();
    await frame.page.getByRole("button", { name: "Make the rail wide" }).waitFor();
    expect(await html("/events")).toContain("Make the rail wide");
    const href = await frame.rail.getByRole("link", { name: "Events" }).getAttribute("href");
    expect(href).toBe("/events?range=7d");
  });
});

describe("a person's choices", () => {
  it("of the theme are in the server's HTML, so that no page flashes", async () => {
    const frame = await aReader({ colorScheme: "light" });
    await frame.open();
    expect(await html("/events")).not.toMatch(/<html[^>]*data-theme/);
    await frame.list("Theme").selectOption("Dark");
    expect(await frame.page.evaluate(() => document.documentElement.dataset.theme)).toBe("dark");
    expect(await html("/events")).toMatch(/<html[^>]*data-theme="dark"/);
    await frame.list("Theme").selectOption("System");
    expect(await html("/events")).not.toMatch(/<html[^>]*data-theme/);
  });

  it("of the language and of UTC reach every text and time", async () => {
    const frame = await aReader();
    await frame.open();
    await frame.list("Times").getByText("Paris").waitFor({ state: "attached" });
    await frame.list("Times").selectOption("UTC");
    await frame.list("Times").getByText("Local time").waitFor({ state: "attached" });
    await frame.list("Language").selectOption("Français");
    await frame.rail.getByRole("link", { name: "Événements" }).waitFor();
    expect(await html("/events")).toMatch(/<html[^>]*lang="fr"/);
  });
});

describe("the time range", () => {
  it("is typed in words, in the zone that is shown", async () => {
    const frame = await aReader();
    await frame.open();
    await frame.list("Times").getByText("Paris").waitFor({ state: "attached" });
    await frame.typeRange("2026-07-14 14:00 – 15:30");
    await frame.page.waitForURL(/from=/);
    const address = new URL(frame.page.url()).searchParams;
    expect(address.get("from")).toBe("2026-07-14T12:00:00.000Z");
    expect(address.get("to")).toBe("2026-07-14T13:30:00.000Z");
    expect(await frame.range.textContent()).toContain("14:00");
  });

  it("takes exact moments, and says what is wrong with them", async () => {
    const frame = await aReader();
    await frame.open();
    await frame.list("Times").getByText("Paris").waitFor({ state: "attached" });
    await frame.range.click();
    await frame.rangeDialog.getByLabel("From").fill("2026-01-14T14:00:00");
    await frame.rangeDialog.getByLabel("To", { exact: true }).fill("2026-01-14T13:00:00");
    await frame.rangeDialog.getByRole("button", { name: "Apply" }).last().click();
    await frame.rangeDialog.getByText("It must end after it begins.").waitFor();
    await frame.rangeDialog.getByLabel("To", { exact: true }).fill("2026-01-14T15:00:00");
    await frame.rangeDialog.getByRole("button", { name: "Apply" }).last().click();
    await frame.page.waitForURL(/from=2026-01-14T13:00:00.000Z&to=2026-01-14T14:00:00.000Z/);
  });

  it("is absolute in a copied link", async () => {
    const frame = await aReader();
    await frame.open("/events?range=15m&exchange=nobody");
    await frame.page.getByRole("button", { name: "Copy a link to this screen" }).click();
    await frame.page.getByText("Link copied").first().waitFor();
    const link = new URL(await frame.page.evaluate(() => navigator.clipboard.readText())).searchParams;
    expect(link.get("range")).toBeNull();
    expect(link.get("exchange")).toBe("nobody");
    expect(Date.parse(link.get("to")!) - Date.parse(link.get("from")!)).toBe(900_000);
  });
});

describe("the keyboard", () => {
  it("opens the list of keys, goes to pages, and turns live on", async () => {
    const frame = await aReader();
    await frame.open("/events?exchange=x");
    await frame.page.keyboard.press("?");
    await frame.help.getByText("Copy a link to this screen").waitFor();
    await frame.page.keyboard.press("Escape");
    await frame.help.waitFor({ state: "detached" });
    await pressShortcut(frame.page, "l");
    await frame.page.waitForURL(/live=true/);
    await frame.page.getByRole("switch", { name: "Live rows", checked: true }).getByText("Live").waitFor();
    await frame.page.keyboard.press("g");
    await frame.page.keyboard.press("e");
    await frame.page.waitForURL((url) => url.pathname === "/events" && !url.searchParams.has("exchange"));
    await pressShortcut(frame.page, "/");
    await frame.page.keyboard.type("t?l");
    expect(await frame.page.getByRole("searchbox").inputValue()).toBe("t?l");
  });

  it("does nothing by single keys when they are turned off", async () => {
    const frame = await aReader();
    await frame.open();
    await frame.page.keyboard.press("?");
    await frame.help.getByRole("switch", { name: "Single keys" }).click();
    await frame.page.keyboard.press("Escape");
    await frame.help.waitFor({ state: "detached" });
    await frame.page.keyboard.press("l");
    await frame.page.keyboard.press("?");
    await frame.page.getByRole("button", { name: "Keyboard shortcuts" }).click();
    await frame.help.getByRole("switch", { name: "Single keys", checked: false }).waitFor();
    expect(frame.page.url()).not.toContain("live");
  });
});

describe("a telephone", () => {
  it("shows everything without scrolling sideways, and the pages in a drawer", async () => {
    const frame = await aReader({ viewport: { width: 390, height: 844 }, locale: "fr-FR" });
    await frame.open("/events?range=30d");
    const width = () => frame.page.evaluate(() => document.documentElement.scrollWidth);
    expect(await width()).toBeLessThanOrEqual(390);
    await frame.range.click();
    await frame.rangeDialog.getByRole("button", { name: "Appliquer" }).last().waitFor();
    const box = await frame.rangeDialog.boundingBox();
    expect(box!.x).toBeGreaterThanOrEqual(0);
    expect(box!.x + box!.width).toBeLessThanOrEqual(390);
    await frame.page.keyboard.press("Escape");
    await frame.page.getByRole("button", { name: "Menu" }).click();
    await frame.rail.getByRole("link", { name: "Événements" }).click();
    await frame.page.getByRole("dialog").waitFor({ state: "detached" });
    expect(await width()).toBeLessThanOrEqual(390);
  });
});
