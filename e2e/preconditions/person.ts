import type { Browser, BrowserContext, BrowserContextOptions, Page } from "playwright-core";
import { theApp } from "../the-app";

/** Somebody at the screen: signed in with every role, unless a test says otherwise. */
export interface Person {
  page: Page;
  context: BrowserContext;
  /** What the browser complained about: errors of scripts and on the console, refusals of the security policy too. */
  complaints: string[];
}

/** Cookies of a session; see server/testing/signed-in.ts. */
type Cookies = Parameters<BrowserContext["addCookies"]>[0];

/**
 * Opens a window for somebody. `cookies`: their session, else that of the person with every role; none for a stranger.
 * `patience`: milliseconds that they wait for anything.
 */
export async function aPerson(
  browser: Browser,
  {
    cookies,
    patience = 8_000,
    ...options
  }: BrowserContextOptions & { cookies?: Cookies; patience?: number } = {},
): Promise<Person> {
  const context = await browser.newContext({
    baseURL: theApp().url,
    locale: "en-GB",
    viewport: { width: 1440, height: 900 },
    ...options,
  });
  await context.addCookies(cookies ?? theApp().cookies);
  const page = await context.newPage();
  page.setDefaultTimeout(patience);
  const complaints: string[] = [];
  page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(error.message));
  return { page, context, complaints };
}

/** Asks the REST API with the token of the person with every role. @param path from the root, `/api/…` */
export function ask(path: string): Promise<Response> {
  return fetch(theApp().url + path, { headers: { authorization: `Bearer ${theApp().token}` } });
}
