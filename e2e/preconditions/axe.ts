import { AxeBuilder } from "@axe-core/playwright";
import type { Browser, Page } from "playwright-core";
import { expect } from "vitest";
import { visit } from "../pages/visit";
import { aPerson } from "./person";

/** WCAG 2.2 AA, and what it stands on. */
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

/** Opens an address; axe must find nothing on it, wide and narrow, light and dark, and nothing may stand out at its side. */
export async function expectAccessible(browser: Browser, address: string): Promise<void> {
  const { page, context } = await aPerson(browser, { colorScheme: "light", reducedMotion: "reduce" });
  try {
    await visit(page, address);
    await page.getByRole("contentinfo").getByText("connected").waitFor();
    for (const width of [1440, 390]) {
      await page.setViewportSize({ width, height: 900 });
      await page.emulateMedia({ colorScheme: "light" });
      expect(await accessibilityProblems(page)).toEqual([]);
      // A theme changes colours and nothing else.
      await page.emulateMedia({ colorScheme: "dark" });
      expect(await violations(page, axe(page).withRules("color-contrast"))).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    }
  } finally {
    await context.close();
  }
}

/** Without a list of all that was right, and without a page of its own for what frames add: there are none. */
const axe = (page: Page) => new AxeBuilder({ page }).options({ resultTypes: ["violations"] }).setLegacyMode();

/** What axe finds on a page as it stands: rule, element and what is wrong with it. */
export const accessibilityProblems = (page: Page): Promise<string[]> =>
  violations(page, axe(page).withTags(RULES));

async function violations(page: Page, builder: AxeBuilder): Promise<string[]> {
  // What a new width or theme sets off is drawn by the second frame.
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  const { violations } = await builder.analyze();
  return violations.flatMap((violation) =>
    violation.nodes.map((node) => `${violation.id}: ${node.target.join(" ")} ${node.failureSummary ?? ""}`),
  );
}
