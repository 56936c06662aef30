import type { Page } from "playwright-core";
import { visit } from "./visit";

/** The record of actions as a person meets it. */
export class AuditPage {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  async open(query = ""): Promise<void> {
    await visit(this.page, `/audit${query}`);
    await this.page.getByRole("contentinfo").getByText("connected").waitFor();
  }

  get list() {
    return this.page.getByRole("grid", { name: "Operator actions" });
  }

  get rows() {
    return this.list.locator("[data-row]");
  }

  row(text: string) {
    return this.rows.filter({ hasText: text });
  }

  get opened() {
    return this.page.getByRole("complementary", { name: "Opened action" });
  }

  field(name: string) {
    return this.page.getByRole("searchbox", { name, exact: true });
  }

  choice(name: string) {
    return this.page.getByRole("combobox", { name, exact: true });
  }
}
