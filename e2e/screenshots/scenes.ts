import type { Page } from "playwright-core";

/** A state of a page that somebody may meet. */
export interface Scene {
  name: string;
  /** Address; `{message}` is the id of a stored event with causes and effects, `{link}` the secret of a welcome link. */
  address: string;
  /** Nobody is signed in. */
  stranger?: boolean;
  /** Brings the page into the state, after it was opened. */
  prepare?: (page: Page) => Promise<void>;
  /** Undoes, after the picture, what would change the next one. */
  leave?: (page: Page) => Promise<void>;
  /** In every width, theme and language; else in two looks only. */
  everyLook?: boolean;
}

/** Requests that never get their answer: the page shows what it shows while it waits. */
const hold = (page: Page) => page.route("**/api/trpc/**", () => {});
/** A server that fails. */
const fail = (page: Page) => page.route("**/api/trpc/**", (route) => route.abort());
/** Other filters, as a link would bring them. */
const go = (page: Page, to: string) => page.evaluate((address) => history.pushState(null, "", address), to);

/** The page of the first complaint of the list in sight. */
async function openComplaint(page: Page, tab = "notifications"): Promise<void> {
  await page.getByRole("row").nth(1).click();
  await page.waitForURL(/\/complaints\/[^?]/);
  if (tab !== "notifications") await page.goto(`${page.url().split("?")[0]}?tab=${tab}`);
}

/** The page of the first saga of the list in sight. */
async function openSaga(page: Page, view: string, tab = "payload"): Promise<void> {
  // The list is live: its rows move while one reaches for them.
  const href = await page.getByRole("row").nth(1).getByRole("link").first().getAttribute("href");
  await page.goto(`${href}?view=${view}&tab=${tab}`);
}

/** The page of the newest saga in some state. */
const sagaIn = (name: string, query: string): Scene => ({
  name,
  address: `/sagas?range=all&${query}`,
  everyLook: true,
  prepare: (page) => openSaga(page, "timeline"),
});

/** While everything works. */
export const SCENES: readonly Scene[] = [
  { name: "overview", address: "/?range=24h", everyLook: true },
  { name: "live", address: "/live", everyLook: true },
  { name: "events", address: "/events?range=24h", everyLook: true },
  {
    name: "events-opened",
    address: "/events?range=all&eventType=OrderPlaced&selected={message}",
    everyLook: true,
  },
  { name: "event", address: "/events/{message}", everyLook: true },
  { name: "complaints", address: "/complaints", everyLook: true },
  { name: "complaints-board", address: "/complaints?view=board", everyLook: true },
  { name: "complaints-new", address: "/complaints/new", everyLook: true },
  {
    name: "complaints-new-refused",
    address: "/complaints/new",
    prepare: (page) => page.locator("main button[type=submit]").click(),
  },
  { name: "complaint", address: "/complaints", everyLook: true, prepare: (page) => openComplaint(page) },
  ...["audit", "events", "correlation", "diagram"].map((tab) => ({
    name: `complaint-${tab}`,
    address: "/complaints",
    prepare: (page: Page) => openComplaint(page, tab),
  })),
  {
    name: "complaint-form",
    address: "/complaints?status=ASSIGNED",
    prepare: async (page) => {
      await openComplaint(page);
      await page.getByRole("button", { name: /^(Resolve|Résoudre)$/ }).click();
    },
  },
  { name: "mails", address: "/mails", everyLook: true },
  {
    name: "mails-opened",
    address: "/mails",
    prepare: (page) => page.locator("main ul button").first().click(),
  },
  { name: "settings-customers", address: "/settings/customers" },
  { name: "settings-notifications", address: "/settings/notifications" },
  { name: "topology-exchanges", address: "/topology", everyLook: true },
  { name: "topology-queues", address: "/topology?tab=queues" },
  { name: "topology-graph", address: "/topology?tab=graph", everyLook: true },
  { name: "topology-diagram", address: "/topology?tab=diagram" },
  { name: "dead-letters", address: "/dead-letters?state=any", everyLook: true },
  { name: "dead-letters-messages", address: "/dead-letters/messages?state=all", everyLook: true },
  {
    name: "dead-letters-opened",
    address: "/dead-letters/messages?state=all",
    everyLook: true,
    prepare: (page) => page.locator("[data-row]").first().click(),
  },
  { name: "dead-letter", address: "/dead-letters/1", everyLook: true },
  {
    name: "dead-letter-edit",
    address: "/dead-letters/1/edit",
    everyLook: true,
  },
  {
    name: "dead-letters-plan",
    address: "/dead-letters",
    everyLook: true,
    prepare: (page) =>
      page
        .getByRole("button", { name: /^(Redrive|Renvoyer)$/ })
        .first()
        .click(),
    // A plan holds its messages: the next picture would show that none can be redriven.
    leave: async (page) => {
      const givenUp = page.waitForResponse(/redrives\.abort/);
      await page.getByRole("button", { name: /^(Give up the plan|Laisser tomber le plan)$/ }).click();
      await givenUp;
    },
  },
  { name: "dead-letters-redrives", address: "/dead-letters/redrives", everyLook: true },
  {
    name: "dead-letters-redrive",
    address: "/dead-letters/redrives",
    everyLook: true,
    prepare: async (page) => {
      await page.locator("main h2 a").first().click();
      await page.waitForURL(/redrives\/./);
    },
  },
  { name: "dead-letters-queues", address: "/dead-letters/queues", everyLook: true },
  { name: "sagas", address: "/sagas?range=24h", everyLook: true },
  { name: "sagas-stuck", address: "/sagas?range=all&status=STUCK" },
  { name: "flows", address: "/flows?range=24h", everyLook: true },
  { name: "flows-table", address: "/flows?range=24h&view=table&at=OrderPlaced", everyLook: true },
  { name: "flows-diagram", address: "/flows?range=24h&view=diagram" },
  { name: "flows-variants", address: "/flows?range=24h&tab=variants", everyLook: true },
  { name: "flows-compare", address: "/flows?tab=compare&changed=false", everyLook: true },
  { name: "flows-conformance", address: "/flows?range=24h&tab=conformance", everyLook: true },
  { name: "sagas-requests", address: "/sagas/requests?range=all", everyLook: true },
  ...["timeline", "sequence", "table", "list"].map((view) => ({
    name: `saga-${view}`,
    address: "/sagas",
    everyLook: view === "timeline",
    prepare: (page: Page) => openSaga(page, view),
  })),
  {
    name: "saga-event",
    address: "/sagas",
    everyLook: true,
    prepare: async (page: Page) => {
      await openSaga(page, "timeline", "state");
      await page.getByRole("application").press("End");
    },
  },
  sagaIn("saga-order", "type=order.created&status=COMPLETED"),
  sagaIn("saga-stuck", "status=STUCK&dead=true"),
  sagaIn("saga-compensated", "type=order.created&status=COMPENSATED"),
  { name: "flows-order", address: "/flows?range=24h&saga=order.created", everyLook: true },
  { name: "diagrams", address: "/diagrams?range=24h&type=order.created", everyLook: true },
  { name: "diagrams-saga", address: "/diagrams?range=24h&kind=saga&type=order.created" },
  { name: "settings-sagas", address: "/settings/sagas", everyLook: true },
  { name: "quarantine", address: "/quarantine", everyLook: true },
  { name: "audit", address: "/audit", everyLook: true },
  {
    name: "audit-opened",
    address: "/audit",
    prepare: (page) => page.getByRole("row").nth(1).click(),
  },
  { name: "settings-users", address: "/settings/users", everyLook: true },
  {
    name: "settings-users-new",
    address: "/settings/users",
    prepare: (page) => page.getByRole("button", { name: /^(Add a user|Ajouter)/ }).click(),
  },
  { name: "settings-tokens", address: "/settings/tokens", everyLook: true },
  { name: "settings-masking", address: "/settings/masking", everyLook: true },
  { name: "account", address: "/account", everyLook: true },
  { name: "sign-in", address: "/sign-in", stranger: true, everyLook: true },
  { name: "welcome", address: "/welcome?token={link}", stranger: true, everyLook: true },
  { name: "welcome-gone", address: "/welcome?token=gone", stranger: true },
  { name: "design", address: "/design" },
  { name: "events-nothing-found", address: "/events?eventType=NothingIsCalledSo" },
  {
    name: "events-loading",
    address: "/events?range=24h",
    prepare: async (page) => {
      await hold(page);
      await go(page, "/events?range=24h&kind=command");
    },
  },
  {
    name: "events-failed",
    address: "/events?range=24h",
    prepare: async (page) => {
      await fail(page);
      await go(page, "/events?range=24h&eventType=OrderShipped");
    },
  },
  { name: "not-found", address: "/nowhere" },
];

/** Every page while the broker is down, and while the database is. */
export const BROKEN: readonly Scene[] = [
  { name: "overview", address: "/" },
  { name: "live", address: "/live" },
  { name: "events", address: "/events?range=24h" },
  { name: "event", address: "/events/{message}" },
  { name: "topology", address: "/topology" },
  { name: "sagas", address: "/sagas" },
  { name: "flows", address: "/flows" },
  { name: "quarantine", address: "/quarantine" },
];
