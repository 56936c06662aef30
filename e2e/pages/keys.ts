import type { Page } from "playwright-core";
import { until } from "../../server/testing/until";

/** Presses a shortcut as soon as the page hears it: its rows may be there before its script. */
export async function pressShortcut(page: Page, key: string): Promise<void> {
  await until(async () => ((await heard(page)).includes(key) ? true : null));
  await page.keyboard.press(/^[A-Z]$/.test(key) ? `Shift+${key}` : key);
}

/** The shortcuts of the page, as its frame tells them. */
async function heard(page: Page): Promise<readonly string[]> {
  const told = await page.locator("html").getAttribute("data-shortcuts");
  return told === null ? [] : JSON.parse(told);
}
