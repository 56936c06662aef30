import type { Page } from "playwright-core";
import { pressShortcut } from "./keys";
import { visit } from "./visit";

/** What stands around every page, as a person meets it: places and moves, no judgements. */
export class Frame {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  async open(path = "/events"): Promise<void> {
    await visit(this.page, path);
    // Keys work once the page is alive: its status line is filled by script.
    await this.page
      .getByRole("contentinfo")
      .getByText(/connected|connectée/)
      .waitFor();
  }

  get rail() {
    return this.page.getByRole("navigation", { name: /^Pages$/ });
  }

  get range() {
    return this.page.getByRole("button", { name: /^(Time range|Période):/ });
  }

  get rangeDialog() {
    return this.page.getByRole("dialog", { name: /^(Time range|Période)$/ });
  }

  get help() {
    return this.page.getByRole("dialog", { name: "Keyboard shortcuts" });
  }

  list(name: string | RegExp) {
    return this.page.getByRole("banner").getByRole("combobox", { name });
  }

  async typeRange(text: string): Promise<void> {
    await pressShortcut(this.page, "t");
    await this.rangeDialog.getByRole("textbox").first().fill(text);
    await this.page.keyboard.press("Enter");
    await this.rangeDialog.waitFor({ state: "detached" });
  }
}
