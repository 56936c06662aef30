import type { Page } from "playwright-core";
import { visit } from "./visit";

/** The lists of sagas as a person meets them. */
export class SagasPage {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  /** @param query of the address; the time is all there is unless it says otherwise */
  async open(query = "", path = "/sagas"): Promise<void> {
    await visit(this.page, `${path}?range=all&${query}`);
    await this.page.getByRole("contentinfo").getByText("connected").waitFor();
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

  /** The row where it stands so: its first cell says how. */
  standing(text: string, status: string) {
    return this.row(text).getByRole("gridcell").first().getByText(status, { exact: true });
  }

  /** A choice of status, or of requests with or without a reply. */
  choice(name: RegExp) {
    return this.page.getByRole("radio", { name });
  }

  get correlation() {
    return this.page.getByRole("searchbox", { name: "Correlation, trace or stream id" });
  }

  get type() {
    return this.page.getByRole("combobox", { name: "Type" });
  }

  get chart() {
    return this.page.getByRole("region", { name: "Durations over time" });
  }
}
