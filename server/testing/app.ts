import { spawn } from "node:child_process";
import { createWriteStream, mkdirSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { inheritedEnv } from "../env";
import { freePorts } from "../launch/ports";
import { inRepo, repoRoot } from "../launch/repo";
import { createTestDatabase } from "./database";
import { createTestVhost, type TestVhost } from "./vhost";

/** The whole of Sillage, started as a person starts it, on a database and a virtual host of its own. */
export interface TestApp {
  /** Address of its pages. */
  url: string;
  /** Where a test publishes what the application is to see. */
  vhost: TestVhost;
  databaseUrl: string;
  /** What web, worker and launcher printed so far. */
  output(): string;
  /** Stops it in order and removes its database and virtual host. */
  stop(): Promise<void>;
}

/**
 * Starts `npm start` on services of the tests and waits until its pages answer.
 * @param settings more environment variables for it, SILLAGE_DEMO for example.
 * @throws Error with its output when it ends or stays silent for 90 s.
 */
export async function startTestApp(settings: Record<string, string> = {}): Promise<TestApp> {
  const [database, vhost, dataDir, [port]] = await Promise.all([
    createTestDatabase(),
    createTestVhost(),
    mkdtemp(join(tmpdir(), "sillage-app-")),
    freePorts(1),
  ]);
  // The guard ends it when the tests are gone without having stopped it: Ctrl-C, or a runner that was killed.
  const guard = pathToFileURL(inRepo("server", "launch", "child-guard.mjs")).href;
  const child = spawn(process.execPath, ["--import", guard, inRepo("server", "launch", "start.mjs")], {
    cwd: repoRoot,
    stdio: ["ignore", "pipe", "pipe", "ipc"],
    env: {
      ...inheritedEnv(),
      PORT: String(port),
      DATABASE_URL: database.url,
      RABBITMQ_URL: vhost.url,
      RABBITMQ_MANAGEMENT_URL: vhost.managementUrl,
      SILLAGE_DATA_DIR: dataDir,
      SILLAGE_TAP: "on",
      SILLAGE_DEMO: "off",
      // Tests ask again at once until something has happened, which nobody does by hand.
      SILLAGE_RATE_PER_SECOND: "10000",
      ...settings,
    },
  });
  let text = "";
  const log = logFile(port!);
  for (const stream of [child.stdout!, child.stderr!]) {
    stream.setEncoding("utf8").on("data", (piece: string) => {
      text = (text + piece).slice(-200_000);
      log.write(piece);
    });
  }
  const ended = new Promise<number | null>((resolve) => child.once("close", resolve));
  const stop = async () => {
    child.kill("SIGTERM");
    await ended;
    await Promise.all([database.drop(), vhost.drop(), rm(dataDir, { recursive: true, force: true })]);
  };
  const url = `http://127.0.0.1:${port}`;
  const started = new Promise<boolean>((resolve) => {
    const look = setInterval(() => {
      if (text.includes("Sillage is at")) settle(true);
    }, 50);
    const tooLong = setTimeout(() => settle(false), 90_000);
    const settle = (value: boolean) => {
      clearInterval(look);
      clearTimeout(tooLong);
      resolve(value);
    };
    void ended.then(() => settle(false));
  });
  if (!(await started)) {
    await stop();
    throw new Error(`The application did not start:\n${text}`);
  }
  return { url, vhost, databaseUrl: database.url, output: () => text, stop };
}

/** Where the output of an application stays after its tests, beside their reports: why a page failed is told there. */
function logFile(port: number) {
  const folder = inRepo(".sillage", "test-reports", "apps");
  mkdirSync(folder, { recursive: true });
  return createWriteStream(join(folder, `${port}.log`));
}
