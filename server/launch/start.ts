import { existsSync, mkdirSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { FIRST_LINK_MINUTES, makeAdminLink } from "../access/first-link";
import { hasAdmin } from "../access/users";
import { groupOf, removeControlGroup } from "../background/control-group";
import { createPrisma } from "../db";
import { DEMO_VHOST } from "../demo/demo-place";
import { type Env, inheritedEnv, readEnv } from "../env";
import { SillageError } from "../errors";
import type { BrokerNode } from "./broker-node";
import { holdDataFolder } from "./instance-lock";
import { migrate } from "./migrate";
import { portIsFree } from "./ports";
import { inRepo } from "./repo";
import { reportAndExit } from "./report";
import { ownBroker } from "./resolve-broker";
import { type Database, resolveDatabase } from "./resolve-database";
import { duration, say, step } from "./steps.mjs";
import { Supervisor } from "./supervisor";
import { buildWeb } from "./web-build";
import { workerProgram } from "./worker-program";

/**
 * `npm start`: database, broker and pages at the same time, then web and worker under one supervisor until Ctrl-C.
 * What is started here is stopped here, in order, and nothing else is touched.
 */
async function main(): Promise<void> {
  const env = readEnv();
  mkdirSync(env.dataDir, { recursive: true, mode: 0o755 });
  const { release, leftOver } = holdDataFolder(env.dataDir, "npm start");
  const services: Promise<Stoppable | null>[] = [];
  const supervisor = new Supervisor();
  let emptied = () => {};
  const stop = onceStopped(supervisor, services, () => {
    emptied();
    release();
  });
  try {
    await checkPort(env, leftOver);
    const [database, broker] = await prepare(env, services);
    emptied = () => removeControlGroup(groupOf(database.url));
    await run({ env, supervisor, database, broker });
  } catch (error) {
    await stop();
    throw error;
  }
}

interface Stoppable {
  stop(): Promise<void>;
}

/** The slow things at once: on two cores they take as long as the slowest of them, the broker's boot. */
async function prepare(
  env: Env,
  services: Promise<Stoppable | null>[],
): Promise<[Database, BrokerNode | null]> {
  const database = step("database", async () => {
    const found = await resolveDatabase({ url: env.databaseUrl, dataDir: env.dataDir });
    return { note: found.note, value: found };
  });
  const migrated = database.then(({ url }) =>
    step("migrations", async () => {
      const applied = await migrate(url);
      return { note: applied.length === 0 ? "up to date" : `${applied.length} applied`, value: undefined };
    }),
  );
  // The node is started and not waited for: the pages can be looked at while it boots.
  const broker = env.rabbitmq.url
    ? Promise.resolve(null)
    : ownBroker(env, { dataDir: env.dataDir, wait: false });
  const built = step("pages", buildWeb);
  services.push(
    database.then(({ node }) => node),
    broker,
  );
  // All of them end, well or not, before an error is thrown: what was started must be known to be stopped.
  const parts = [database, broker, migrated, built] as const;
  await Promise.allSettled(parts);
  const [db, mq] = await Promise.all(parts);
  return [db, mq];
}

interface Parts {
  env: Env;
  supervisor: Supervisor;
  database: Database;
  broker: BrokerNode | null;
}

/** Web first: it says what it waits for. The worker and the demo would only fail while the broker boots. */
async function run({ env, supervisor, database, broker }: Parts): Promise<void> {
  const childEnv = environmentOf(env, database, broker);
  const bundled = (name: string) => inRepo("dist", `${name}.mjs`);
  if (database.node) supervisor.watch("database", database.node);
  supervisor.keep({ name: "web", args: [bundled("web")], env: childEnv });
  await Promise.all([announceWeb(env, database.url), announceBroker(env, broker)]);
  if (broker) supervisor.watch("broker", broker);
  supervisor.keep({ name: "worker", args: workerProgram(), env: childEnv });
  if (childEnv.SILLAGE_DEMO === "on" && existsSync(bundled("demo"))) {
    supervisor.keep({ name: "demo", args: [bundled("demo")], env: childEnv });
  }
}

async function announceWeb(env: Env, databaseUrl: string): Promise<void> {
  const { host, port, publicUrl } = env;
  const everywhere = host === "0.0.0.0" || host === "::";
  const local = `http://${everywhere || host === "127.0.0.1" ? "localhost" : urlHost(host)}:${port}`;
  await step("web", async () => {
    await untilAnswering(`http://${everywhere ? "127.0.0.1" : urlHost(host)}:${port}`);
    return { note: "answers", value: undefined };
  });
  const firstLink = await makeFirstLink(env, databaseUrl);
  say(
    `\n  Sillage is at ${publicUrl ?? local} (after ${duration(performance.now())}). Ctrl-C stops it.\n` +
      `  It listens on ${host}; SILLAGE_HOST changes that.
${firstLink}`,
  );
}

/** While nobody can sign in, whoever sees this terminal may be the first: tells them how. */
async function makeFirstLink(env: Env, databaseUrl: string): Promise<string> {
  const prisma = createPrisma(databaseUrl);
  try {
    if (await hasAdmin(prisma)) return "";
    const link = await makeAdminLink(prisma, env, new Date());
    return (
      `\n  There is no administrator yet. This link makes one; it works once, within ${FIRST_LINK_MINUTES} minutes:\n` +
      `\n    ${link}\n\n  For a new one: npm run admin-link\n`
    );
  } finally {
    await prisma.$disconnect();
  }
}

const urlHost = (address: string) => (address.includes(":") ? `[${address}]` : address);

const announceBroker = (env: Env, broker: BrokerNode | null): Promise<undefined> =>
  step("broker", async () => {
    if (!broker) return { note: `yours, at ${new URL(env.rabbitmq.url!).host}`, value: undefined };
    await broker.ready();
    const how = broker.adopted ? "was still running" : "started";
    return { note: `own RabbitMQ ${how} on 127.0.0.1:${broker.settings.ports.amqp}`, value: undefined };
  });

/** What web, worker and demo are told. With a broker of our own, tapping needs nobody's consent and the demo is on. */
function environmentOf(env: Env, database: Database, broker: BrokerNode | null): NodeJS.ProcessEnv {
  const own = broker && {
    RABBITMQ_URL: broker.url(),
    RABBITMQ_MANAGEMENT_URL: broker.managementUrl,
    SILLAGE_OWN_BROKER: "on",
  };
  const demo = env.demo ?? (broker ? "on" : "off");
  // On somebody else's broker the demo keeps to a virtual host of its own, which is then observed as well.
  const vhosts = !broker && demo === "on" ? [...env.vhosts, DEMO_VHOST] : env.vhosts;
  return {
    ...inheritedEnv(),
    NODE_ENV: "production",
    PORT: String(env.port),
    DATABASE_URL: database.url,
    SILLAGE_DATA_DIR: env.dataDir,
    SILLAGE_DEMO: demo,
    SILLAGE_VHOSTS: vhosts.join(","),
    ...own,
  };
}

/** Before anything heavy starts. After a crash the old web server may still be on its way out: it gets a moment. */
async function checkPort({ host, port }: Env, leftOver: boolean): Promise<void> {
  const until = Date.now() + (leftOver ? 12_000 : 0);
  while (!(await portIsFree(port, host))) {
    if (Date.now() < until) {
      await sleep(100);
      continue;
    }
    throw new SillageError(
      "CONFLICT",
      `Port ${port} of ${host} is in use by another program.\nStop that one, or choose another port: PORT=3001 npm start`,
    );
  }
}

async function untilAnswering(address: string): Promise<void> {
  const until = Date.now() + 60_000;
  for (;;) {
    const answered = await fetch(`${address}/api/health`).then(
      () => true,
      () => false,
    );
    if (answered) return;
    if (Date.now() > until)
      throw new SillageError("UNAVAILABLE", `The web server does not answer at ${address}.`);
    await sleep(25);
  }
}

/**
 * Ends everything once, in order: programs first, then the services they use, also those that are only being started.
 * A second signal kills the programs.
 */
function onceStopped(supervisor: Supervisor, services: Promise<Stoppable | null>[], release: () => void) {
  let stopping: Promise<void> | undefined;
  const stop = () => {
    stopping ??= (async () => {
      await supervisor.stop();
      await Promise.allSettled(services.map((it) => it.then((service) => service?.stop())));
      release();
    })();
    return stopping;
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.on(signal, () => {
      if (stopping) return supervisor.kill();
      say("\n  Stopping …");
      void stop().then(() => process.exit(0));
    });
  }
  // Writing to a terminal that was closed must not keep us from stopping what we started.
  for (const stream of [process.stdout, process.stderr]) stream.on("error", () => {});
  return stop;
}

await main().catch(reportAndExit);
