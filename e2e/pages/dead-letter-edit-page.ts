import type { Page } from "playwright-core";
import { visit } from "./visit";

/** The editor of a dead letter as a person meets it. */
export class DeadLetterEditPage {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  async open(id: string): Promise<void> {
    await visit(this.page, `/dead-letters/${id}/edit`);
    await this.page.getByRole("heading", { level: 1, name: `Edit dead letter ${id}` }).waitFor();
  }

  get body() {
    return this.page.getByRole("textbox", { name: "Body of the message" });
  }

  /** Types another body over the one that is there. */
  async write(text: string): Promise<void> {
    await this.body.click();
    await this.page.keyboard.press("Control+a");
    await this.page.keyboard.insertText(text);
  }

  get check() {
    return this.page.getByRole("region", { name: "Check" });
  }

  async show(part: "Body" | "Headers" | "Changes"): Promise<void> {
    await this.page.getByRole("tab", { name: part }).click();
  }

  button(name: string) {
    return this.page.getByRole("button", { name, exact: true });
  }

  /** The question before something is saved. */
  get question() {
    return this.page.getByRole("alertdialog");
  }

  /** Asks to save, and answers the question. */
  async save(label: "Save a version" | "Save and redrive", reason: string): Promise<void> {
    await this.button(label).click();
    await this.question.getByLabel("Reason (optional)").fill(reason);
    await this.question.getByRole("button", { name: label, exact: true }).click();
  }
}
