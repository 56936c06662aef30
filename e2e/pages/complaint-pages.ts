import type { Locator, Page } from "playwright-core";
import { visit } from "./visit";

/** What is told when a complaint is filed. */
export interface FiledComplaint {
  userId: string;
  title: string;
  description: string;
  category: string;
  priority?: "Low" | "Medium" | "High" | "Critical";
  customer?: { name?: string; email?: string; language?: "English" | "Français" };
}

/** Actions that stand in the menu; the others have a button each. */
const ACTIONS_IN_MENU = ["Reassign", "Change priority", "Require compensation"];

/** The pages of complaints, as somebody in front of them uses them. */
export class ComplaintPages {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  /** Fills the form of a new complaint, which is open. */
  async fillIn({ userId, title, description, category, priority, customer }: FiledComplaint): Promise<void> {
    const { page } = this;
    await page.getByLabel("Customer’s user id").fill(userId);
    await page.getByLabel("Title").fill(title);
    await page.getByLabel("Description").fill(description);
    await page.getByLabel("Category").fill(category);
    if (priority) await page.getByRole("radio", { name: priority }).check();
    if (customer?.name) await page.getByLabel("Name", { exact: true }).fill(customer.name);
    if (customer?.email) await page.getByLabel("E-mail").fill(customer.email);
    if (customer?.language)
      await page.getByLabel("Language of mails").selectOption({ label: customer.language });
  }

  /** Files a complaint. @returns its id, from the address of its page */
  async file(complaint: FiledComplaint): Promise<string> {
    const { page } = this;
    await visit(page, "/complaints/new");
    await this.fillIn(complaint);
    await page.getByRole("button", { name: "File complaint" }).click();
    return this.opened(complaint.title);
  }

  /** Opens the list, and waits until it hears keys: the script that does so also follows what happens. */
  async openList(query = ""): Promise<void> {
    const followed = this.page.waitForRequest((request) => request.url().includes("complaints.live"));
    await visit(this.page, `/complaints${query}`);
    await followed;
  }

  /** Waits until the page of a complaint is there. @returns its id */
  async opened(title: string): Promise<string> {
    const { page } = this;
    await page.waitForURL(/\/complaints\/(?!new)[^/?]+/);
    await page.getByRole("heading", { level: 1, name: title }).waitFor();
    return decodeURIComponent(/\/complaints\/([^/?]+)/.exec(page.url())![1]!);
  }

  async open(id: string, tab = "notifications"): Promise<void> {
    await visit(this.page, `/complaints/${encodeURIComponent(id)}?tab=${tab}`);
    await this.page.getByRole("heading", { level: 1 }).waitFor();
  }

  /** The step of the lifecycle at which the complaint is. */
  get step(): Locator {
    return this.page.getByRole("list", { name: "Statuses" }).locator("[aria-current=step]");
  }

  /** Waits until the page shows a status. */
  async isNow(status: string): Promise<void> {
    await this.step.filter({ hasText: status }).waitFor();
  }

  /** Opens the form of an action, from its button or the menu. */
  async begin(action: string): Promise<Locator> {
    const { page } = this;
    const bar = page.getByRole("region", { name: "What can be done" });
    // A click waits until its button is there: the page may still be about to learn what can be done now.
    if (ACTIONS_IN_MENU.includes(action)) {
      await bar.getByRole("button", { name: "More" }).click();
      await page.getByRole("dialog", { name: "More" }).getByRole("button", { name: action }).click();
    } else await bar.getByRole("button", { name: action, exact: true }).click();
    const form = page.getByRole("dialog", { name: action });
    await form.waitFor();
    return form;
  }

  /** Does an action whole. `text`: what is written into its field. */
  async act(action: string, text?: string): Promise<void> {
    const form = await this.begin(action);
    if (text !== undefined) await form.getByRole("textbox").fill(text);
    await form.getByRole("button", { name: action, exact: true }).click();
    await form.waitFor({ state: "detached" });
  }

  /** What happened, newest first, as the timeline tells it. */
  get timeline(): Locator {
    return this.page.getByRole("list", { name: "What happened" }).getByRole("heading");
  }

  get mails(): Locator {
    return this.page.getByRole("list", { name: "Mails" }).getByRole("listitem");
  }
}
