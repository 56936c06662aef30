import type { ChildProcess } from "node:child_process";
import type { Browser, BrowserContext, BrowserContextOptions } from "playwright-core";
import { ROLES } from "@/server/access/roles";
import { inheritedEnv } from "@/server/env";
import { freePorts } from "@/server/launch/ports";
import { ensureBrowser } from "@/server/launch/test-tools";
import { buildWeb } from "@/server/launch/web-build";
import { workerProgram } from "@/server/launch/worker-program";
import { openBrowser } from "@/server/testing/browser";
import { type SignedIn, signedIn } from "@/server/testing/signed-in";
import { startProgram, stopProgram, webProgram } from "./programs";
import { type BenchRig, startBenchRig } from "./rig";

/** Broker, database, worker and pages of a bench, and a browser that looks at them. */
export interface WebRig extends BenchRig {
  url: string;
  browser: Browser;
  /** Somebody with every role. */
  person: SignedIn;
  /** Starts one more program of ours; it ends with the rig. */
  run(args: string[], settings?: Record<string, string>): ChildProcess;
}

/** Starts all of it and waits until the pages answer. `name`: folder in the data folder. */
export async function startWebRig(name = "bench", settings: Record<string, string> = {}): Promise<WebRig> {
  const { value: executable } = await ensureBrowser(inheritedEnv().PATH);
  await buildWeb();
  const rig = await startBenchRig(name);
  const [port] = await freePorts(1);
  const programs: ChildProcess[] = [];
  const run = (args: string[], more: Record<string, string> = {}) => {
    const child = startProgram(rig, args, { ...settings, ...more });
    programs.push(child);
    return child;
  };
  run(workerProgram());
  run(webProgram(), { PORT: String(port) });
  const url = `http://127.0.0.1:${port}`;
  // From this machine it needs no token.
  while (!(await answers(`${url}/api/ready`))) await new Promise((resolve) => setTimeout(resolve, 100));
  const person = await signedIn(
    rig.database.url(),
    ROLES.map((role) => ({ role })),
    { name: "everybody" },
  );
  const browser = await openBrowser(executable);
  return {
    ...rig,
    url,
    browser,
    person,
    run,
    async stop() {
      await browser.close();
      await Promise.all(programs.map(stopProgram));
      await rig.stop();
    },
  };
}

/** Opens a window of its own, with an empty cache, for the person of the rig. */
export async function openWindow(
  { browser, url, person }: WebRig,
  options: BrowserContextOptions = {},
): Promise<BrowserContext> {
  const context = await browser.newContext({
    baseURL: url,
    viewport: { width: 1440, height: 900 },
    ...options,
  });
  await context.addCookies(person.cookiesFor(url));
  return context;
}

const answers = (url: string) =>
  fetch(url).then(
    (answer) => answer.ok,
    () => false,
  );
