import type { Page } from "playwright-core";

/** Between two keys of somebody who types fast. */
const TYPING_MS = 40;

/** A filter as a person sets it: the field by its name in the form, and the value that they type. */
export interface TypedFilter {
  field: string;
  value: string;
}

/**
 * Sets a filter in the form, as a person does, on the events page that is open.
 * @returns milliseconds from the Enter key to the paint of the first rows that answer it
 * @throws Error when no answer is drawn within 30 s
 */
export async function filterToRows(page: Page, { field, value }: TypedFilter): Promise<number> {
  await page.getByRole("button", { name: "Filter", exact: true }).click();
  await page.getByLabel("Field").selectOption(field);
  await page.getByLabel("Value").pressSequentially(value, { delay: TYPING_MS });
  await page.evaluate(watchNextSearch);
  await page.keyboard.press("Enter");
  return page.evaluate(() => (window as unknown as { nextRows: Promise<number> }).nextRows);
}

/** Runs in the page: keeps the time from the next Enter to the first rows after it as `window.nextRows`. */
function watchNextSearch(): void {
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
  const painted = () =>
    new Promise((resolve) => {
      const channel = new MessageChannel();
      channel.port1.onmessage = resolve;
      channel.port2.postMessage(null);
    });
  const grid = () => document.querySelector('[role="grid"]');
  const entered = new Promise<number>((resolve) =>
    window.addEventListener("keydown", (event) => resolve(event.timeStamp), { once: true, capture: true }),
  );
  const measure = async () => {
    const started = await entered;
    let asked = false;
    while (performance.now() - started < 30_000) {
      await frame();
      if (grid()?.getAttribute("aria-busy") === "true") asked = true;
      else if (asked && document.querySelector("[data-row]")) {
        // A message that is sent in a frame arrives when that frame has been painted.
        await painted();
        return performance.now() - started;
      }
    }
    throw new Error("No rows");
  };
  Object.assign(window, { nextRows: measure() });
}

/** Turns the wheel that often over the list and looks, in every frame, whether there are rows where rows should be. */
export async function scrollDown(
  page: Page,
  turns: number,
): Promise<{ frames: number; blank: number; slowestMs: number; rows: number }> {
  await page.evaluate(() => {
    const state = { frames: 0, blank: 0, slowestMs: 0, last: performance.now(), on: true };
    Object.assign(window, { scrollState: state });
    const grid = document.querySelector('[role="grid"]')!;
    const look = () => {
      if (!state.on) return;
      const box = grid.getBoundingClientRect();
      const now = performance.now();
      state.frames++;
      state.slowestMs = Math.max(state.slowestMs, now - state.last);
      state.last = now;
      const rows = [0.2, 0.5, 0.8].every((share) => {
        const at = document.elementFromPoint(box.left + box.width / 2, box.top + box.height * share);
        // The foot, where more rows are loaded, is not blank: it says so.
        return at?.closest("[data-row]") || at?.closest("button") || at?.textContent?.trim();
      });
      if (!rows) state.blank++;
      requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  });
  const box = (await page.locator('[role="grid"]').boundingBox())!;
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  for (let turn = 0; turn < turns; turn++) {
    await page.mouse.wheel(0, 700);
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(resolve)));
  }
  return page.evaluate(() => {
    const { scrollState: state } = window as unknown as {
      scrollState: { frames: number; blank: number; slowestMs: number; on: boolean };
    };
    state.on = false;
    const last = [...document.querySelectorAll("[data-row]")].at(-1);
    return { ...state, rows: Number(last?.getAttribute("aria-rowindex") ?? 0) };
  });
}

/**
 * Does what a person does on the list (moves, opens, closes, switches tabs, types) and takes the browser's own times,
 * from input to the next paint.
 * @returns milliseconds of each interaction
 */
export async function timeInteractions(page: Page): Promise<number[]> {
  await page.evaluate(() => {
    const longest = new Map<number, number>();
    Object.assign(window, { longest });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as (PerformanceEntry & { interactionId?: number })[]) {
        if (entry.interactionId)
          longest.set(entry.interactionId, Math.max(longest.get(entry.interactionId) ?? 0, entry.duration));
      }
    }).observe({ type: "event", durationThreshold: 16, buffered: true } as PerformanceObserverInit);
  });
  for (let round = 0; round < 5; round++) {
    await page.locator("[data-row]").nth(round).click();
    await page.getByRole("tab").first().waitFor();
    for (let n = 0; n < 5; n++) await page.keyboard.press("j");
    for (const tab of await page.getByRole("tab").all()) await tab.click();
    await page.keyboard.press("Escape");
    await page.keyboard.press("/");
    await page.keyboard.type("lamp");
    await page.keyboard.press("Escape");
    for (let n = 0; n < 4; n++) await page.keyboard.press("Backspace");
    await page.getByRole("grid").focus();
    for (let n = 0; n < 5; n++) await page.keyboard.press("k");
  }
  return page.evaluate(
    () =>
      new Promise<number[]>((resolve) =>
        requestAnimationFrame(() =>
          setTimeout(() =>
            resolve([...(window as unknown as { longest: Map<number, number> }).longest.values()]),
          ),
        ),
      ),
  );
}
