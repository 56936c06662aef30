import { type ChildProcess, spawn } from "node:child_process";
import { inheritedEnv } from "@/server/env";
import { inRepo, repoRoot } from "@/server/launch/repo";
import type { BenchRig } from "./rig";

/** Starts a program of Sillage against the benches' own services. Ends it with `stopProgram`. */
export function startProgram(
  rig: BenchRig,
  args: string[],
  settings: Record<string, string> = {},
): ChildProcess {
  return spawn(process.execPath, args, {
    cwd: repoRoot,
    env: {
      ...inheritedEnv(),
      DATABASE_URL: rig.database.url(),
      RABBITMQ_URL: rig.broker.url(),
      RABBITMQ_MANAGEMENT_URL: rig.broker.managementUrl,
      SILLAGE_OWN_BROKER: "on",
      LOG_LEVEL: "error",
      SILLAGE_RATE_PER_SECOND: "10000",
      NODE_ENV: "production",
      ...settings,
    },
    // A session of its own, as under the supervisor: Linux shares the processor between sessions.
    detached: true,
    stdio: ["ignore", "ignore", "inherit"],
  });
}

export const demoProgram = (): string[] => [inRepo("dist", "demo.mjs")];

/** Listens on the PORT of its settings. */
export const webProgram = (): string[] => [inRepo("dist", "web.mjs")];

export function stopProgram(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) return resolve();
    child.once("close", () => resolve());
    child.kill("SIGTERM");
  });
}
