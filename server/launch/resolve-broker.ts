import { spawn } from "node:child_process";
import { createInterface } from "node:readline/promises";
import type { Env } from "../env";
import { SillageError } from "../errors";
import { startBrokerContainer } from "./broker-container";
import { type BrokerPlan, planBrokerInstall, whatToDo } from "./broker-install";
import { type BrokerNode, startBroker } from "./broker-node";
import { machineFacts } from "./machine-facts";
import { say } from "./steps.mjs";

/**
 * Starts the broker of our own in a data folder, installing RabbitMQ first where it is missing.
 * @param options.wait false returns before the node takes connections; `ready()` of the node says when.
 * @throws SillageError UNAVAILABLE that says what to do, when there is no way to get one.
 */
export async function ownBroker(
  env: Pick<Env, "path">,
  options: { dataDir: string; wait?: boolean },
): Promise<BrokerNode> {
  const plan = planBrokerInstall(machineFacts(env.path));
  if (await obtained(plan)) return startBroker({ ...options, path: env.path });
  return startBrokerContainer(options);
}

/** Carries the plan out. @returns true when RabbitMQ is installed, false when a container is to be used. */
async function obtained(plan: BrokerPlan): Promise<boolean> {
  if (plan.kind === "use") return true;
  if (plan.kind === "container") return false;
  if (plan.kind === "stop") throw new SillageError("UNAVAILABLE", plan.message);
  const manager = plan.with === "apt" ? "apt-get" : "Homebrew";
  if (plan.ask && !(await agreed(`RabbitMQ is not installed. Install it with ${manager}?`))) {
    if (plan.otherwise === "container") return false;
    throw new SillageError("UNAVAILABLE", whatToDo(process.platform));
  }
  say(`  broker     installing rabbitmq-server with ${manager}; its own system service is not started`);
  await install(plan.command);
  return true;
}

async function agreed(question: string): Promise<boolean> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return !/^\s*n/i.test(await terminal.question(`${question} [Y/n] `));
  } finally {
    terminal.close();
  }
}

/** Runs the package manager; its output is shown only when it fails. */
function install(command: string[]): Promise<void> {
  const [program, ...args] = command as [string, ...string[]];
  const child = spawn(program, args, { stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (text) => {
      output = (output + text).slice(-8_000);
    });
  }
  return new Promise((resolve, reject) => {
    const failed = (why: string) =>
      reject(
        new SillageError(
          "UNAVAILABLE",
          `RabbitMQ could not be installed: ${why}\n${output.trim()}\n\n${whatToDo(process.platform)}`,
        ),
      );
    child.once("error", (error) => failed(error.message));
    child.once("close", (code) => (code === 0 ? resolve() : failed(`exit code ${code}`)));
  });
}
