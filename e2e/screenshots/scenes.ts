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
  /** In every width, theme and language; else in two looks only. */
  everyLook?: boolean;
}

/** Requests that never get their answer: the page shows what it shows while it waits. */
const hold = (page: Page) => page.route("**/api/trpc/**", () => {});
/** A server that fails. */
const fail = (page: Page) => page.route("**/api/trpc/**", (route) => route.abort());
/** Other filters, as a link would bring them. */
const go = (page: Page, to: string) => page.evaluate((address) => history.pushState(null, "", address), to);

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
  { name: "topology-exchanges", address: "/topology", everyLook: true },
  { name: "topology-queues", address: "/topology?tab=queues" },
  { name: "topology-graph", address: "/topology?tab=graph", everyLook: true },
  { name: "topology-diagram", address: "/topology?tab=diagram" },
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
  { name: "quarantine", address: "/quarantine" },
];
