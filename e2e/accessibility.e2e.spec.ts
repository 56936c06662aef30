import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, it } from "vitest";
import { openBrowser } from "../server/testing/browser";
import { EVERY_PAGE } from "./pages/every-page";
import { expectAccessible } from "./preconditions/axe";

let browser: Browser;

beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser?.close());

// What stands behind them is in accessibility-details: two files, for two workers.
describe("axe", () => {
  it.each([...EVERY_PAGE, "/design", "/nowhere"])(
    "finds nothing on %s, wide and narrow, light and dark",
    (address) => expectAccessible(browser, address),
  );
});
