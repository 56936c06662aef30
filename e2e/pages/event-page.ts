import type { Page } from "playwright-core";
import { visit } from "./visit";

/** The page of one event as a person meets it. */
export class EventPage {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  async open(id: string): Promise<void> {
    await visit(this.page, `/events/${id}`);
    await this.page.getByRole("contentinfo").getByText("connected").waitFor();
  }

  get heading() {
    return this.page.getByRole("heading", { level: 1 });
  }

  /** A part of the page, by the name that it shows. */
  card(name: string) {
    return this.page.getByRole("region", { name, exact: true });
  }

  get causation() {
    return this.card("Causes and effects");
  }

  get judgements() {
    return this.page.getByRole("list", { name: "What is out of the ordinary" });
  }

  async titled(text: string): Promise<void> {
    await this.heading.filter({ hasText: text }).waitFor();
  }
}
