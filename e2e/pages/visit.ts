import type { Page, Response } from "playwright-core";

/** A page that is not alive after this long is broken. */
const LONGEST_MS = 30_000;

/**
 * Opens a page, and waits until its controls answer. They come with the page, and its script a moment later: what
 * somebody presses in between goes nowhere.
 * @returns what the server said
 */
export async function visit(page: Page, address: string): Promise<Response | null> {
  const response = await page.goto(address);
  await alive(page);
  return response;
}

/** Waits until the script of the page has taken over every control that came with it. */
export async function alive(page: Page): Promise<void> {
  await page.waitForFunction(
    () =>
      [...document.querySelectorAll("button, input, select, textarea")].every((control) =>
        // React's own mark on an element that it has taken over.
        Object.keys(control).some((key) => key.startsWith("__reactProps$")),
      ),
    undefined,
    { timeout: LONGEST_MS },
  );
}
