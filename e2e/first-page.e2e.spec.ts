import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { PAGES } from "../server/access/permissions";
import { openBrowser } from "../server/testing/browser";
import { visit } from "./pages/visit";
import { aPerson } from "./preconditions/person";
import { theApp } from "./the-app";

let browser: Browser;

beforeAll(async () => {
  browser = await openBrowser();
});

afterAll(() => browser?.close());

describe("the address that npm start prints", () => {
  it("shows somebody who is signed in a page, and reports no error in the browser", async () => {
    const { page, complaints, context } = await aPerson(browser);
    const answer = await visit(page, "/");
    expect(answer?.status()).toBe(200);
    await page.getByRole("contentinfo").getByText("connected").waitFor();
    expect(complaints).toEqual([]);
    await context.close();
  });
});

describe("somebody who is not signed in", () => {
  const closed = Object.entries(PAGES).filter(([, rule]) => rule !== "public");

  it.each(closed)("is sent from %s to sign in, and back there afterwards", async (address) => {
    const wanted = `${address.replace("{id}", "7")}?range=24h&q=%26`;
    const answer = await fetch(theApp().url + wanted, { redirect: "manual" });
    expect(answer.status).toBe(307);
    const { pathname, searchParams } = new URL(answer.headers.get("location")!, theApp().url);
    expect([pathname, searchParams.get("next")]).toEqual(["/sign-in", wanted]);
    expect(await answer.text()).not.toMatch(/staging|127\.0\.0\.1/);
  });

  it("does not learn which pages there are", async () => {
    const answer = await fetch(`${theApp().url}/nowhere`, { redirect: "manual" });
    expect([answer.status, answer.headers.get("location")]).toEqual([307, "/sign-in?next=%2Fnowhere"]);
  });

  it("is not told on the sign-in page where they are", async () => {
    const html = await (await fetch(`${theApp().url}/sign-in`)).text();
    expect(html).not.toContain("staging");
    expect(html).not.toContain(new URL(theApp().rabbitmqUrl).host);
  });

  it("gets nothing from the API without a token", async () => {
    const answer = await fetch(`${theApp().url}/api/audit/search?limit=nonsense`);
    expect(answer.status).toBe(401);
    expect(answer.headers.get("www-authenticate")).toBe("Bearer");
    expect(await answer.json()).toMatchObject({ status: 401, code: "UNAUTHENTICATED" });
  });

  it("is asked to sign in when the session ends while a page is open", async () => {
    const { page, context } = await aPerson(browser);
    await visit(page, "/quarantine");
    await page.getByRole("contentinfo").getByText("connected").waitFor();
    await context.clearCookies();
    await page.waitForURL(/\/sign-in\?next=%2Fquarantine$/);
    await context.close();
  });
});
