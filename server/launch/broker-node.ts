import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { SillageError } from "../errors";
import { waitForAmqp } from "./amqp-probe";
import { findEpmd, findRabbitScripts } from "./broker-find";
import {
  type BrokerPlace,
  type BrokerSettings,
  brokerEnvironment,
  settleBroker,
  writeBrokerFiles,
} from "./broker-settings";
import { isAlive, processFacts, startService, stopProcess, tailOf } from "./processes";
import { readState, writeState } from "./state-file";

/** A RabbitMQ node of our own: own name, data, cookie, epmd and ports, on the loopback only. */
export interface BrokerNode {
  /** AMQP address with user and password, for the default virtual host unless another is named. Secret. */
  url(vhost?: string): string;
  /** Address of the management API with user and password. Secret. */
  managementUrl: string;
  settings: BrokerSettings;
  /** Process id of the node; changes with every start. Null for a container. */
  pid(): number | null;
  /** True when a node that an earlier, killed supervisor left behind was taken over. */
  adopted: boolean;
  isRunning(): boolean;
  /** Resolves when the node takes AMQP connections. */
  ready(): Promise<void>;
  /** `kill -9`, as a crash would, and waits until it is gone. For fault tests. */
  kill(): Promise<void>;
  /** Starts it again on the same ports after a crash, and waits until it takes connections. */
  start(): Promise<void>;
  /** Stops the node in order, then the epmd that belongs to it. */
  stop(): Promise<void>;
}

/**
 * Starts the node of `<dataDir>/broker`, or takes over the one that already runs there.
 * @param options.plugins beside those that we need, for benches
 * @param options.wait false returns as soon as the process exists: a boot takes 4 to 8 s, `ready()` says when.
 * @throws SillageError UNAVAILABLE when RabbitMQ is not installed or the node does not start: with the end of its log.
 */
export async function startBroker(options: {
  dataDir: string;
  path: string | undefined;
  plugins?: readonly string[] | undefined;
  wait?: boolean;
}): Promise<BrokerNode> {
  const place = placeOf(options.dataDir, options.path, options.plugins);
  const running = runningPid(place.folder);
  const adopted = running !== null;
  const settings = await settleBroker(join(options.dataDir, "broker.json"), adopted);
  const epmd = await startEpmd(place, settings);
  let pid = running ?? (await launch(place, settings));

  const ready = () =>
    waitForAmqp(settings.ports.amqp, () => isAlive(pid), 120_000).catch((cause) => {
      throw new SillageError("UNAVAILABLE", `RabbitMQ did not start.\n${tailOf(place.logFile, 25)}`, {
        cause,
      });
    });
  if (options.wait !== false) await ready();

  return {
    url: (vhost = "/") => amqpUrl(settings, vhost),
    managementUrl: `http://${settings.user}:${settings.password}@127.0.0.1:${settings.ports.management}`,
    settings,
    pid: () => pid,
    adopted,
    isRunning: () => isAlive(pid),
    ready,
    kill: () => stopProcess(pid, "SIGKILL", 5_000),
    async start() {
      if (!isAlive(pid)) pid = await launch(place, settings);
      await ready();
    },
    async stop() {
      await stopProcess(pid, "SIGTERM", 30_000);
      if (epmd !== null && isEpmd(epmd, settings)) await stopProcess(epmd, "SIGTERM", 2_000);
    },
  };
}

function placeOf(dataDir: string, path: string | undefined, plugins?: readonly string[]): BrokerPlace {
  const scripts = findRabbitScripts(path);
  if (!scripts) throw new SillageError("UNAVAILABLE", "RabbitMQ is not installed.");
  return {
    folder: join(dataDir, "broker"),
    logFile: join(dataDir, "logs", "broker.log"),
    scripts,
    path,
    plugins,
  };
}

const amqpUrl = ({ user, password, ports }: BrokerSettings, vhost: string) =>
  `amqp://${user}:${password}@127.0.0.1:${ports.amqp}/${encodeURIComponent(vhost)}`;

/** Process id of a node that lives in this very folder, or null. The node writes the file itself, early in its boot. */
function runningPid(folder: string): number | null {
  try {
    const pid = Number(readFileSync(join(folder, "node.pid"), "utf8"));
    const settings = JSON.parse(readFileSync(join(folder, "..", "broker.json"), "utf8")) as BrokerSettings;
    return processFacts(pid)?.command.includes(`-sillage ${settings.node}`) ? pid : null;
  } catch {
    return null;
  }
}

async function launch(place: BrokerPlace, settings: BrokerSettings): Promise<number> {
  writeBrokerFiles(place, settings);
  rmSync(join(place.folder, "node.pid"), { force: true });
  const pid = await startService({
    command: join(place.scripts, "rabbitmq-server"),
    args: [],
    env: brokerEnvironment(place, settings),
    cwd: place.folder,
    logFile: place.logFile,
  });
  // The node writes this file too, but only after a second; a supervisor killed before that must not lose it.
  await writeState(join(place.folder, "node.pid"), pid);
  return pid;
}

/**
 * Erlang's name server. A node would start one by itself, in the background, where nobody could find and stop it;
 * so it is started first, in the foreground, and its id is kept in a file for the start after a killed supervisor.
 * @returns its process id; null when there is no such program, and the node helps itself.
 */
async function startEpmd(place: BrokerPlace, settings: BrokerSettings): Promise<number | null> {
  const file = join(place.folder, "epmd.json");
  const known = await readState<number>(file);
  if (known !== null && isEpmd(known, settings)) return known;
  const epmd = findEpmd(place.path);
  if (!epmd) return null;
  mkdirSync(place.folder, { recursive: true, mode: 0o700 });
  const pid = await startService({
    command: epmd,
    args: ["-port", String(settings.ports.epmd), "-address", "127.0.0.1"],
    env: { PATH: "/usr/bin:/bin", NODE_ENV: "production" },
    cwd: place.folder,
    logFile: place.logFile,
  });
  await writeState(file, pid);
  return pid;
}

const isEpmd = (pid: number, { ports }: BrokerSettings) =>
  processFacts(pid)?.command.includes(`epmd -port ${ports.epmd} `) ?? false;
