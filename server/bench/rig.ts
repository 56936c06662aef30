import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import type { Pool } from "pg";
import { createManagement } from "@/server/broker/management";
import { inheritedEnv, readEnv } from "@/server/env";
import { type BrokerNode, startBroker } from "@/server/launch/broker-node";
import { migrate } from "@/server/launch/migrate";
import { type PostgresNode, startPostgres } from "@/server/launch/postgres-node";
import { inRepo } from "@/server/launch/repo";
import { workerProgram } from "@/server/launch/worker-program";
import { untap } from "@/server/taps/untap";
import { startProgram } from "./programs";

/** A broker and a database of their own, under the data folder: nothing a person uses is measured, filled or killed. */
export interface BenchRig {
  broker: BrokerNode;
  database: PostgresNode;
  stop(): Promise<void>;
}

/**
 * Starts both. `name`: folder in the data folder; what it held before is still there. `plugins`: of the broker, beside
 * those that we need.
 */
export async function startBenchRig(name = "bench", plugins?: readonly string[]): Promise<BenchRig> {
  const dataDir = join(readEnv().dataDir, name);
  const [database, broker] = await Promise.all([
    startPostgres({ dataDir }),
    startBroker({ dataDir, path: inheritedEnv().PATH, plugins }),
  ]);
  await migrate(database.url());
  return {
    broker,
    database,
    async stop() {
      await broker.stop();
      await database.stop();
    },
  };
}

/**
 * Runs one part of a bench in a process of its own, so that nothing before it counts, and returns the JSON it prints.
 * `flags`: of Node.
 */
export function inOwnProcess<T>(part: string, options: object, flags: readonly string[] = []): Promise<T> {
  return new Promise((resolve, reject) => {
    const args = [...flags, inRepo("dist", "bench.mjs"), part, JSON.stringify(options)];
    const child = spawn(process.execPath, args, {
      env: inheritedEnv(),
      stdio: ["ignore", "pipe", "inherit"],
    });
    let out = "";
    child.stdout.on("data", (chunk) => {
      out += chunk;
    });
    child.once("close", (code) => {
      if (code === 0) resolve(JSON.parse(out) as T);
      else reject(new Error(`${part} ended with exit code ${code}`));
    });
  });
}

/** Takes away every trace of taps: what is measured next is a broker without us. @returns null, for there is no worker */
export async function untapRig({ broker }: BenchRig): Promise<null> {
  const management = createManagement({ url: broker.managementUrl });
  await untap({ url: broker.url() }, management, "/", true);
  management.close();
  return null;
}

/** Starts a worker, and waits until it has tapped an exchange. @returns the worker */
export async function tapRig(
  rig: BenchRig,
  pool: Pool,
  exchange: string,
  settings?: Record<string, string>,
): Promise<ChildProcess> {
  await pool.query("UPDATE exchanges SET tapped_at = NULL");
  const worker = startProgram(rig, workerProgram(), settings);
  const tapped = () =>
    pool.query("SELECT 1 FROM exchanges WHERE name = $1 AND tapped_at IS NOT NULL", [exchange]);
  while ((await tapped()).rowCount === 0) await new Promise((resolve) => setTimeout(resolve, 100));
  return worker;
}
