import { execFile, execFileSync } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { errorText, SillageError } from "../errors";
import { waitForAmqp } from "./amqp-probe";
import type { BrokerNode } from "./broker-node";
import { type BrokerSettings, settleBroker, writeContainerFiles } from "./broker-settings";

const IMAGE = "rabbitmq:4-management";
const run = promisify(execFile);

/** The words after `docker` that start the node. Its data is in a volume of the same name. Pure. */
export function dockerArguments(name: string, folder: string, { ports }: BrokerSettings): string[] {
  const mount = (file: string, to: string) => ["-v", `${join(folder, file)}:/etc/rabbitmq/${to}:ro`];
  return [
    ...["run", "--detach", "--rm", "--name", name, "--hostname", "sillage"],
    ...["-p", `127.0.0.1:${ports.amqp}:5672`, "-p", `127.0.0.1:${ports.management}:15672`],
    ...mount("rabbitmq.conf", "conf.d/90-sillage.conf"),
    ...mount("enabled_plugins", "enabled_plugins"),
    ...["-v", `${name}:/var/lib/rabbitmq`],
    IMAGE,
  ];
}

/**
 * A broker of our own in a container, where RabbitMQ cannot be installed and Docker answers. The same promises as
 * `startBroker`: own name, own data, ports on the loopback only.
 * @throws SillageError UNAVAILABLE with what Docker said.
 */
export async function startBrokerContainer(options: {
  dataDir: string;
  wait?: boolean;
}): Promise<BrokerNode> {
  const folder = join(options.dataDir, "broker");
  const file = join(options.dataDir, "broker.json");
  const known = await settleBroker(file, true);
  const name = known.node.split("@")[0]!;
  const adopted = containerRuns(name);
  const settings = adopted ? known : await settleBroker(file, false);

  const launch = async () => {
    await writeContainerFiles(folder, settings);
    await run("docker", ["rm", "--force", name]).catch(() => {});
    await run("docker", dockerArguments(name, folder, settings)).catch((cause) => {
      throw new SillageError("UNAVAILABLE", `The broker's container did not start: ${errorText(cause)}`, {
        cause,
      });
    });
  };
  const ready = () => waitForAmqp(settings.ports.amqp, () => containerRuns(name), 120_000);
  if (!adopted) await launch();
  if (options.wait !== false) await ready();

  const { user, password, ports } = settings;
  return {
    url: (vhost = "/") => `amqp://${user}:${password}@127.0.0.1:${ports.amqp}/${encodeURIComponent(vhost)}`,
    managementUrl: `http://${user}:${password}@127.0.0.1:${ports.management}`,
    settings,
    pid: () => null,
    adopted,
    isRunning: () => containerRuns(name),
    ready,
    kill: async () => {
      await run("docker", ["kill", name]);
    },
    async start() {
      if (!containerRuns(name)) await launch();
      await ready();
    },
    stop: async () => {
      await run("docker", ["stop", "--time", "30", name]).catch(() => {});
    },
  };
}

function containerRuns(name: string): boolean {
  try {
    const state = execFileSync("docker", ["inspect", "--format", "{{.State.Running}}", name], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    });
    return state.trim() === "true";
  } catch {
    return false;
  }
}
