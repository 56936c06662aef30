import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { openBrowser } from "../server/testing/browser";

let browser: Browser;
let page: Page;

beforeAll(async () => {
  browser = await openBrowser();
  page = await browser.newPage();
});

afterAll(() => browser?.close());

describe("the address that npm start prints", () => {
  it("shows a page and reports no error in the browser", async () => {
    const errors: string[] = [];
    page.on("pageerror", (error) => errors.push(error.message));
    const answer = await page.goto(inject("appUrl"));
    expect(answer?.status()).toBe(200);
    expect(await page.locator("body").textContent()).not.toBe("");
    expect(errors).toEqual([]);
  });
});
