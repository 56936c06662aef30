import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openBrowser } from "../server/testing/browser";
import { type Roles, signedIn } from "../server/testing/signed-in";
import { until } from "../server/testing/until";
import { visit } from "./pages/visit";
import { aPerson, ask } from "./preconditions/person";
import { anEvent, aPublisher, type Publisher } from "./preconditions/shop";
import { theApp } from "./the-app";

let browser: Browser;
const shops: Publisher[] = [];

beforeAll(async () => {
  browser = await openBrowser();
  for (const team of ["north", "south"]) {
    const shop = await aPublisher({ rabbitmqUrl: theApp().rabbitmqUrl }, `e2e.team.${team}`);
    shops.push(shop);
    await shop.publish("parcel.sent", anEvent(`Parcel${team}`));
    await until(async () => {
      const answer = await ask(`/api/audit/search?exchange=${shop.exchange}`);
      return ((await answer.json()) as { items: unknown[] }).items.length > 0 ? true : null;
    });
  }
});
afterAll(async () => {
  for (const shop of shops) await shop.close();
  await browser?.close();
});

async function somebody(roles: Roles) {
  const person = await signedIn(theApp().databaseUrl, roles, { name: "Sam" });
  return { ...(await aPerson(browser, { cookies: person.cookiesFor(theApp().url) })), person };
}

describe("somebody of a team", () => {
  it("finds what was published to the team's exchanges, and no trace of the others", async () => {
    const { page, context, complaints, person } = await somebody([
      { role: "viewer", exchanges: "e2e.team.north" },
    ]);
    await visit(page, "/events?range=all");
    await page.getByText("Parcelnorth").first().waitFor();
    expect(await page.content()).not.toContain("south");
    await visit(page, "/topology");
    await page.getByRole("row").filter({ hasText: "e2e.team.north" }).waitFor();
    expect(await page.content()).not.toContain("south");
    const answer = await fetch(`${theApp().url}/api/audit/search`, { headers: person.bearer });
    const { items, count } = (await answer.json()) as {
      items: { message: { exchange: string } }[];
      count: unknown;
    };
    expect(items.map(({ message }) => message.exchange)).toEqual(["e2e.team.north"]);
    expect(count).toEqual({ value: 1, exact: true });
    expect(complaints).toEqual([]);
    await context.close();
  });
});

describe("somebody who may only look", () => {
  it("is told why an exchange cannot be excluded, and finds nothing to take away or to import", async () => {
    const { page, context, complaints } = await somebody("viewer");
    await visit(page, "/topology?exchange=e2e.team.north");
    const observed = page.getByRole("switch", { name: /Observe/ });
    await observed.waitFor();
    expect(await observed.isDisabled()).toBe(true);
    await page.getByText("It needs one of these roles: operator, administrator.").waitFor();
    await visit(page, "/quarantine");
    await page.getByRole("heading", { name: "Quarantine", exact: true }).waitFor();
    expect(await page.getByRole("button", { name: /^Import/ }).count()).toBe(0);
    await visit(page, "/events?range=all&exchange=e2e.team.north");
    await page.getByText("Parcelnorth").first().click();
    await page.getByRole("tab", { name: "Payload" }).waitFor();
    expect(await page.getByRole("link", { name: /Download/ }).count()).toBe(0);
    expect(complaints).toEqual([]);
    await context.close();
  });
});

describe("somebody without a role", () => {
  it("comes in, finds no page in the rail, and is told what a page needs", async () => {
    const { page, context } = await somebody([]);
    await visit(page, "/events");
    await page.getByRole("alert").getByText("This page is not open to you").waitFor();
    await page.getByText("It needs one of these roles: viewer,").waitFor();
    expect(await page.getByRole("navigation", { name: "Pages" }).getByRole("link").count()).toBe(0);
    await page.getByRole("button", { name: "Your account: Sam" }).waitFor();
    await context.close();
  });
});
