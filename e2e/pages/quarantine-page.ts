import type { Page } from "playwright-core";
import { visit } from "./visit";

/** The quarantine as a person meets it. */
export class QuarantinePage {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  async open(query = ""): Promise<void> {
    await visit(this.page, `/quarantine${query}`);
    await this.page.getByRole("contentinfo").getByText("connected").waitFor();
  }

  get rows() {
    return this.page.getByRole("list", { name: "Messages in quarantine" }).getByRole("listitem");
  }

  row(text: string) {
    return this.rows.filter({ hasText: text });
  }

  get opened() {
    return this.page.getByRole("complementary", { name: "Opened message" });
  }

  /** The question before an import. */
  get question() {
    return this.page.getByRole("alertdialog");
  }

  get report() {
    return this.page.getByRole("region", { name: "Import", exact: true });
  }

  button(name: string) {
    return this.page.getByRole("button", { name, exact: true });
  }
}
