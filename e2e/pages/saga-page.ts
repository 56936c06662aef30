import type { Page } from "playwright-core";
import { visit } from "./visit";

/** The page of one saga, as somebody in front of it uses it. */
export class SagaPage {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  async open(id: string, query = ""): Promise<void> {
    await visit(this.page, `/sagas/${id}${query}`);
    await this.page.getByRole("contentinfo").getByText("connected").waitFor();
  }

  /** Where it stands: `Stuck`, `Completed`. */
  status(word: string) {
    return this.page.getByRole("main").locator("header").getByText(word, { exact: true });
  }

  /** The dead letters that hold it up. */
  get heldUp() {
    return this.page.getByRole("region", { name: /dead letters? holds? it up/ });
  }

  get timeline() {
    return this.page.getByRole("application", { name: /^Timeline of/ });
  }

  /** The opened event. */
  get opened() {
    return this.page.getByRole("complementary", { name: "Opened event" });
  }

  /** The plan of a redrive. */
  get plan() {
    return this.page.getByRole("dialog", { name: /^Redrive \d/ });
  }

  view(name: string) {
    return this.page.getByRole("tab", { name, exact: true });
  }

  get rows() {
    return this.page.getByRole("grid", { name: "Events of the saga" }).locator("[data-row]");
  }
}
