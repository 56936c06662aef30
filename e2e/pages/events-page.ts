import type { Page } from "playwright-core";
import { visit } from "./visit";

/** The events page as a person meets it: places and moves, no judgements. */
export class EventsPage {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  async open(query = ""): Promise<void> {
    await visit(this.page, `/events${query}`);
    // Keys work once the page is alive: its status line is filled by script.
    await this.statusLine.getByText("connected").waitFor();
  }

  /** The live page has the same places. */
  async openLive(query = ""): Promise<void> {
    await visit(this.page, `/live${query}`);
    await this.statusLine.getByText("connected").waitFor();
  }

  get list() {
    return this.page.getByRole("grid");
  }

  get rows() {
    return this.list.locator("[data-row]");
  }

  row(text: string) {
    return this.rows.filter({ hasText: text });
  }

  /** The names of the columns, in order. */
  heads(): Promise<string[]> {
    return this.list.getByRole("columnheader").allInnerTexts();
  }

  head(name: string) {
    return this.list.getByRole("columnheader", { name, exact: true });
  }

  get searchBox() {
    return this.page.getByRole("search").getByRole("searchbox");
  }

  get chips() {
    return this.page.getByRole("list", { name: "Active filters" });
  }

  get detail() {
    return this.page.getByRole("complementary", { name: "Opened message" });
  }

  get tree() {
    return this.detail.getByRole("tree");
  }

  tab(name: string) {
    return this.page.getByRole("tab", { name, exact: true });
  }

  get liveSwitch() {
    return this.page.getByRole("switch", { name: "Live rows" });
  }

  /** The word above the live list. */
  liveState(word: string) {
    return this.page
      .getByRole("region", { name: /as they arrive/ })
      .getByRole("status")
      .filter({ hasText: word });
  }

  get waitingPill() {
    return this.page.getByRole("button", { name: /\d+ new/ });
  }

  get statusLine() {
    return this.page.getByRole("contentinfo");
  }

  async search(text: string): Promise<void> {
    await this.searchBox.fill(text);
    await this.searchBox.press("Enter");
  }

  async addFilter(field: string, value: string): Promise<void> {
    await this.page.getByRole("button", { name: "Filter", exact: true }).click();
    await this.page.getByLabel("Field").selectOption({ label: field });
    await this.page.getByLabel("Value").fill(value);
    await this.page.getByRole("button", { name: "Apply" }).click();
  }
}
