import type { ChildProcess } from "node:child_process";
import type { Browser } from "playwright-core";
import { inheritedEnv } from "@/server/env";
import { freePorts } from "@/server/launch/ports";
import { ensureBrowser } from "@/server/launch/test-tools";
import { buildWeb } from "@/server/launch/web-build";
import { openBrowser } from "@/server/testing/browser";
import { startProgram, stopProgram, webProgram, workerProgram } from "./programs";
import { type BenchRig, startBenchRig } from "./rig";

/** Broker, database, worker and pages of a bench, and a browser that looks at them. */
export interface WebRig extends BenchRig {
  url: string;
  browser: Browser;
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
  while (!(await answers(`${url}/api/ready`))) await new Promise((resolve) => setTimeout(resolve, 100));
  const browser = await openBrowser(executable);
  return {
    ...rig,
    url,
    browser,
    run,
    async stop() {
      await browser.close();
      await Promise.all(programs.map(stopProgram));
      await rig.stop();
    },
  };
}

const answers = (url: string) =>
  fetch(url).then(
    (answer) => answer.ok,
    () => false,
  );
