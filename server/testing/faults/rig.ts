import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { inheritedEnv } from "@/server/env";
import { type BrokerNode, startBroker } from "@/server/launch/broker-node";
import { bundlePrograms } from "@/server/launch/bundle.mjs";
import { migrate } from "@/server/launch/migrate";
import { freePorts } from "@/server/launch/ports";
import { type PostgresNode, startPostgres } from "@/server/launch/postgres-node";
import { inRepo, repoRoot } from "@/server/launch/repo";
import { buildWeb } from "@/server/launch/web-build";
import { workerProgram } from "@/server/launch/worker-program";

export type Target = "worker" | "standby" | "database" | "broker" | "web";

/** A Sillage of its own to be killed: broker, database, two workers and, when asked for, web. */
export class FaultRig {
  readonly broker: BrokerNode;
  readonly database: PostgresNode;
  readonly #dataDir: string;
  readonly #programs = new Map<string, { child: ChildProcess; start: () => ChildProcess }>();

  private constructor(dataDir: string, broker: BrokerNode, database: PostgresNode) {
    this.#dataDir = dataDir;
    this.broker = broker;
    this.database = database;
  }

  /** @param options.settings more environment variables for all of its programs */
  static async start(options: { web: boolean; settings?: Record<string, string> }): Promise<FaultRig> {
    const dataDir = mkdtempSync(join(tmpdir(), "sillage-faults-"));
    await bundlePrograms(repoRoot);
    const database = await startPostgres({ dataDir });
    const broker = await startBroker({ dataDir, path: inheritedEnv().PATH });
    await migrate(database.url());
    const rig = new FaultRig(dataDir, broker, database);
    const { settings = {} } = options;
    for (const name of ["worker", "standby"]) rig.#keep(name, workerProgram(), settings);
    if (options.web) {
      await buildWeb();
      const [port] = await freePorts(1);
      rig.#keep("web", [inRepo("dist", "web.mjs")], { ...settings, PORT: String(port) });
    }
    return rig;
  }

  /** `kill -9` without a word; whatever was killed is started again at once. */
  async kill(target: Target): Promise<void> {
    if (target === "database" || target === "broker") {
      const service = this[target];
      await service.kill();
      await service.start();
      return;
    }
    const program = this.#programs.get(target)!;
    this.#expectEnd(program.child);
    program.child.kill("SIGKILL");
    program.child = program.start();
  }

  async query<T extends pg.QueryResultRow>(sql: string, values: unknown[] = []): Promise<T[]> {
    const client = new pg.Client({ connectionString: this.database.url() });
    client.on("error", () => {});
    await client.connect();
    try {
      return (await client.query<T>(sql, values)).rows;
    } finally {
      await client.end();
    }
  }

  /** Programs that ended without being told to: each one is a failure, whatever the store says. */
  readonly crashed: string[] = [];

  #expectEnd(child: ChildProcess): void {
    child.removeAllListeners("exit");
  }

  async stop(): Promise<void> {
    await Promise.all(
      [...this.#programs.values()].map(({ child }) => {
        if (child.exitCode !== null || child.signalCode !== null) return null;
        this.#expectEnd(child);
        const gone = new Promise((resolve) => child.once("close", resolve));
        child.kill("SIGTERM");
        return gone;
      }),
    );
    await this.broker.stop();
    await this.database.stop();
    rmSync(this.#dataDir, { recursive: true, force: true });
  }

  #keep(name: string, args: string[], settings: Record<string, string> = {}): void {
    const start = () => {
      const child = spawn(process.execPath, args, {
        cwd: repoRoot,
        env: {
          ...inheritedEnv(),
          DATABASE_URL: this.database.url(),
          RABBITMQ_URL: this.broker.url(),
          RABBITMQ_MANAGEMENT_URL: this.broker.managementUrl,
          SILLAGE_OWN_BROKER: "on",
          LOG_LEVEL: "error",
          NODE_ENV: "production",
          ...settings,
        },
        stdio: ["ignore", "ignore", "inherit"],
      });
      child.on("exit", (code, signal) => this.crashed.push(`${name}: ${signal ?? `exit code ${code}`}`));
      return child;
    };
    this.#programs.set(name, { child: start(), start });
  }
}
