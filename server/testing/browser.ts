import { type Browser, chromium } from "playwright-core";
import { readTestEnv } from "../env";

/** Keeps a browser from talking to its maker, and lets it run as root, where its sandbox cannot. */
const QUIET = [
  "--disable-quic",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--no-first-run",
];

/** Opens a browser: the given one, else the one that `npm test` found. @throws when there is none. */
export function openBrowser(browser = readTestEnv().browser): Promise<Browser> {
  const root = process.getuid?.() === 0;
  return chromium.launch({
    ...(browser ? { executablePath: browser } : {}),
    args: root ? [...QUIET, "--no-sandbox"] : QUIET,
  });
}
