import type { Page } from "playwright-core";
import { visit } from "./visit";

/** The overview as a person meets it: places and moves, no judgements. */
export class OverviewPage {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  async open(query = ""): Promise<void> {
    await visit(this.page, `/${query}`);
    await this.page.getByRole("contentinfo").getByText("connected").waitFor();
  }

  get problems() {
    return this.page.getByRole("region", { name: "What is broken" });
  }

  get traffic() {
    return this.page.getByRole("region", { name: "Messages a second" });
  }

  /** How many messages the chart says that the range holds. */
  async total(): Promise<number> {
    return Number(await this.traffic.locator("[data-total]").getAttribute("data-total"));
  }

  topType(name: string) {
    return this.page.getByRole("region", { name: "Top event types" }).getByRole("link", { name });
  }

  topExchange(name: string) {
    return this.page.getByRole("region", { name: "Top exchanges" }).getByRole("link", { name });
  }
}

/** Drags over a chart, from and to shares of its width. */
export async function dragOver(page: Page, label: string, from: number, to: number): Promise<void> {
  const chart = page.getByRole("region", { name: label }).locator("figure");
  // The plot is loaded after the page.
  await chart.locator("svg").first().waitFor();
  const box = (await chart.boundingBox())!;
  const y = box.y + box.height / 2;
  await page.mouse.move(box.x + box.width * from, y);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * ((from + to) / 2), y);
  await page.mouse.move(box.x + box.width * to, y);
  await page.mouse.up();
}
