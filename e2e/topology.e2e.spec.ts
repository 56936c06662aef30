import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openConnection } from "../server/broker/connection";
import { openBrowser } from "../server/testing/browser";
import { visit } from "./pages/visit";
import { aPerson } from "./preconditions/person";
import { aPublisher, type Publisher } from "./preconditions/shop";
import { theApp } from "./the-app";

const app = { rabbitmqUrl: theApp().rabbitmqUrl };
let browser: Browser;
let page: Page;
let shop: Publisher;
let problems: string[];

beforeAll(async () => {
  shop = await aPublisher(app, "warehouse.events");
  const connection = await openConnection({ url: app.rabbitmqUrl }, "e2e warehouse");
  const channel = await connection.createChannel();
  await channel.assertQueue("warehouse.picking", { deadLetterExchange: "warehouse.events" });
  await channel.bindQueue("warehouse.picking", "warehouse.events", "picking.*");
  await connection.close();
  browser = await openBrowser();
  const person = await aPerson(browser, { permissions: ["clipboard-read", "clipboard-write"] });
  ({ page, complaints: problems } = person);
});
afterAll(async () => {
  await shop?.close();
  await browser?.close();
});

const row = (name: string) => page.getByRole("row").filter({ hasText: name });
const panel = () => page.getByRole("complementary", { name: "Opened exchange or queue" });

describe("an operator looks at the topology", () => {
  it("finds what was declared a moment ago, with how far it is observed", async () => {
    await visit(page, "/topology?q=warehouse");
    await row("warehouse.events").getByText("Complete").first().waitFor();
    await page.getByRole("tab", { name: /Queues/ }).click();
    await page.getByRole("button", { name: "Open warehouse.picking" }).click();
    await panel()
      .getByRole("button", { name: /to .*warehouse\.events/ })
      .click();
    await panel().getByText("Every message that reaches it is recorded.").waitFor();
    expect(new URL(page.url()).searchParams.get("exchange")).toBe("warehouse.events");
  });

  it("excludes an exchange after being told what that means, and sees it happen", async () => {
    await visit(page, "/topology?exchange=warehouse.events");
    await panel()
      .getByRole("switch", { name: /Observe this exchange/ })
      .click();
    const question = page.getByRole("alertdialog");
    await question.getByText("is not stored and cannot be recovered").waitFor();
    await question.getByLabel("Reason (optional)").fill("Too loud, see INC-7");
    await question.getByRole("button", { name: "Stop observing" }).click();
    await panel().getByText("Excluded by an operator.").waitFor();
    await panel().getByText("Too loud, see INC-7").waitFor();
    await panel()
      .getByRole("switch", { name: /Observe this exchange/ })
      .click();
    await page.getByRole("alertdialog").getByRole("button", { name: "Observe it" }).click();
    await panel().getByText("Every message that reaches it is recorded.").waitFor();
  });

  it("goes from an exchange to its events", async () => {
    await panel().getByRole("link", { name: "Events of this exchange" }).click();
    await page.waitForURL((url) => url.pathname === "/events");
    expect(new URL(page.url()).searchParams.get("exchange")).toBe("warehouse.events");
  });

  it("copies the diagram as Mermaid text and saves it as a picture", async () => {
    await visit(page, "/topology?tab=diagram&exchange=warehouse.events");
    await page.getByRole("img", { name: "Around warehouse.events" }).waitFor();
    await page.getByRole("button", { name: "Copy the diagram as Mermaid text" }).click();
    await page.getByText("Copied", { exact: true }).first().waitFor({ state: "attached" });
    const text = await page.evaluate(() => navigator.clipboard.readText());
    expect(text).toContain('x0{{"warehouse.events<br/>topic"}}');
    expect(text).toContain('q0[("warehouse.picking")]');
    const [png] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", { name: "Save as PNG" }).click(),
    ]);
    expect(png.suggestedFilename()).toBe("topology.png");
  });

  it("walks the graph", async () => {
    await visit(page, "/topology?tab=graph&q=warehouse");
    await page.locator(".react-flow__node").filter({ hasText: "warehouse.picking" }).click();
    await panel().getByText("Dead letters").waitFor();
    expect(new URL(page.url()).searchParams.get("queue")).toBe("warehouse.picking");
    await page.getByRole("button", { name: "Show everything" }).click();
    expect(new URL(page.url()).searchParams.get("queue")).toBeNull();
  });

  it("saw no error in the browser's console", () => {
    expect(problems).toEqual([]);
  });
});
