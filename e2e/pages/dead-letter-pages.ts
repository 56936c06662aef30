import type { Page } from "playwright-core";
import { visit } from "./visit";

/** The pages of dead letters, as an operator in front of them uses them. */
export class DeadLetterPages {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  async open(path = ""): Promise<void> {
    await visit(this.page, `/dead-letters${path}`);
    await this.page.getByRole("contentinfo").getByText("connected").waitFor();
  }

  /** The cause whose messages died in a queue. */
  cause(failedQueue: string) {
    return this.page
      .getByRole("list", { name: "Dead letters" })
      .getByRole("listitem")
      .filter({ hasText: failedQueue });
  }

  get rows() {
    return this.page.getByRole("grid", { name: "Dead letters, one by one" }).locator("[data-row]");
  }

  get opened() {
    return this.page.getByRole("complementary", { name: "Opened dead letter" });
  }

  queue(name: string) {
    return this.page.getByRole("article", { name });
  }

  /** The plan of a redrive. */
  get plan() {
    return this.page.getByRole("dialog", { name: /^Redrive \d/ });
  }

  get question() {
    return this.page.getByRole("alertdialog");
  }

  /** What happened to the message of the page. */
  get story() {
    return this.page.getByRole("list", { name: "What happened" });
  }

  region(name: string) {
    return this.page.getByRole("region", { name, exact: true });
  }

  button(name: string | RegExp) {
    return this.page.getByRole("button", { name, exact: true });
  }
}
