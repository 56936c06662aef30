import { chmodSync, existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { widePath } from "./broker-find";
import { freePorts, portIsFree } from "./ports";
import { randomSecret, readState, writeState } from "./state-file";

/** Everything that tells our node from any other: made once, kept in the data folder. */
export interface BrokerSettings {
  node: string;
  user: string;
  password: string;
  ports: { amqp: number; management: number; distribution: number; epmd: number };
}

/** Where a node of ours lives. */
export interface BrokerPlace {
  /** `<dataDir>/broker`. */
  folder: string;
  logFile: string;
  /** Folder of RabbitMQ's scripts. */
  scripts: string;
  /** The caller's PATH. */
  path: string | undefined;
  /** Plugins beside those that we need. */
  plugins?: readonly string[] | undefined;
}

/**
 * Reads what the first start chose, or chooses it. Ports that somebody else took while our node was down are chosen
 * again, all of them; name and password stay, because the node's data belongs to them.
 */
export async function settleBroker(file: string, isRunning: boolean): Promise<BrokerSettings> {
  const known = await readState<BrokerSettings>(file);
  if (known && (isRunning || (await allFree(Object.values(known.ports))))) return known;
  const [amqp, management, distribution, epmd] = (await freePorts(4)) as [number, number, number, number];
  const identity = known ?? {
    node: `sillage-${randomSecret().slice(0, 8)}@localhost`,
    user: "sillage",
    password: randomSecret(),
  };
  const settings = { ...identity, ports: { amqp, management, distribution, epmd } };
  await writeState(file, settings);
  return settings;
}

async function allFree(ports: number[]): Promise<boolean> {
  return (await Promise.all(ports.map((port) => portIsFree(port)))).every(Boolean);
}

/** The node's `rabbitmq.conf`. The user is made at the node's first boot; there is no `guest`. */
export function rabbitConf(settings: BrokerSettings): string {
  const { ports } = settings;
  return [
    `listeners.tcp.1 = 127.0.0.1:${ports.amqp}`,
    "management.tcp.ip = 127.0.0.1",
    `management.tcp.port = ${ports.management}`,
    containerConf(settings),
  ].join("\n");
}

/** What is left of it in a container, which has its own network. */
function containerConf({ user, password }: BrokerSettings): string {
  return `${[
    `default_user = ${user}`,
    `default_pass = ${password}`,
    // A laptop's disk is often nearly full: publishers are blocked only when it is really at its end.
    "disk_free_limit.absolute = 50MB",
    "vm_memory_high_watermark.relative = 0.3",
    "log.file.level = info",
  ].join("\n")}\n`;
}

/**
 * 64 MB: so many bytes of message bodies an Erlang process lets pass before it collects its garbage on their account. It is
 * 0.4 MB by default, so a queue is collected after each few hundred messages, with everything that waits in it: a third
 * of what the broker does (docs/decisions/0022). Source: erl(1), `+hmbs`, in words of eight bytes.
 */
const BINARY_HEAP_WORDS = 8_388_608;

/**
 * The node's schedulers sleep when they have nothing to do. By default they first spin for a while, which takes the processor
 * from the worker and the database beside them. Source: RabbitMQ's guide to the runtime, "scheduler busy waiting".
 */
const NO_BUSY_WAITING = "+sbwt none +sbwtdcpu none +sbwtdio none";

const PLUGINS = ["rabbitmq_management", "rabbitmq_event_exchange"];
const pluginsFile = (more: readonly string[] = []) => `[${[...PLUGINS, ...more].join(",")}].\n`;

/** Writes the two files that a container mounts. Its user is another than ours and must be able to read them. */
export async function writeContainerFiles(folder: string, settings: BrokerSettings): Promise<void> {
  mkdirSync(folder, { recursive: true, mode: 0o711 });
  writeFileSync(join(folder, "rabbitmq.conf"), containerConf(settings));
  writeFileSync(join(folder, "enabled_plugins"), pluginsFile());
}

/** Writes the node's files. The cookie is read by Erlang from HOME and must not be readable by others. */
export function writeBrokerFiles({ folder, plugins }: BrokerPlace, settings: BrokerSettings): void {
  for (const name of ["home", "data", "logs"])
    mkdirSync(join(folder, name), { recursive: true, mode: 0o700 });
  const cookie = join(folder, "home", ".erlang.cookie");
  if (!existsSync(cookie)) writeFileSync(cookie, randomSecret(), { mode: 0o400 });
  const conf = join(folder, "rabbitmq.conf");
  writeFileSync(conf, rabbitConf(settings), { mode: 0o600 });
  chmodSync(conf, 0o600);
  writeFileSync(join(folder, "enabled_plugins"), pluginsFile(plugins));
}

/**
 * The node's whole environment. Nothing of the caller's is passed on except the PATH, and every file that RabbitMQ
 * would read from /etc is pointed into our folder, so no setting of another broker on the machine can reach it.
 */
export function brokerEnvironment(
  { folder, path }: BrokerPlace,
  settings: BrokerSettings,
): NodeJS.ProcessEnv {
  const { ports, node } = settings;
  return {
    NODE_ENV: "production",
    PATH: widePath(path),
    LANG: "C.UTF-8",
    HOME: join(folder, "home"),
    ERL_EPMD_PORT: String(ports.epmd),
    ERL_EPMD_ADDRESS: "127.0.0.1",
    RABBITMQ_NODENAME: node,
    RABBITMQ_DIST_PORT: String(ports.distribution),
    RABBITMQ_MNESIA_BASE: join(folder, "data"),
    RABBITMQ_LOG_BASE: join(folder, "logs"),
    RABBITMQ_PID_FILE: join(folder, "node.pid"),
    RABBITMQ_CONFIG_FILE: join(folder, "rabbitmq.conf"),
    RABBITMQ_ENABLED_PLUGINS_FILE: join(folder, "enabled_plugins"),
    RABBITMQ_CONF_ENV_FILE: join(folder, "no-env.conf"),
    RABBITMQ_ADVANCED_CONFIG_FILE: join(folder, "no-advanced.config"),
    RABBITMQ_CONFIG_FILES: join(folder, "no-conf.d"),
    RABBITMQ_GENERATED_CONFIG_DIR: join(folder, "generated"),
    // Loopback for Erlang's own port too; the last word makes the node recognisable in the list of processes.
    RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS: `+hmbs ${BINARY_HEAP_WORDS} ${NO_BUSY_WAITING} -kernel inet_dist_use_interface {127,0,0,1} -sillage ${node}`,
    // Makes the script become the node instead of staying its parent, so that our process id is the node's.
    detached: "1",
  };
}
