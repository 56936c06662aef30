import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { inheritedEnv, readEnv } from "../env";
import type { BrokerNode } from "./broker-node";
import { holdDataFolder } from "./instance-lock";
import { type PostgresNode, startPostgres } from "./postgres-node";
import { inRepo } from "./repo";
import { reportAndExit } from "./report";
import { ownBroker } from "./resolve-broker";
import { say, step } from "./steps.mjs";
import { planTests } from "./test-plan";
import { endRunners, runChecks, runVitest } from "./test-runners";
import { recap, sum, type Tally } from "./test-tally";
import { ensureBrowser, findPikaPython } from "./test-tools";
import { buildWeb } from "./web-build";

/**
 * `npm test [-- level [file …]]`: checks and tests on a database and a broker of its own, which nobody else uses and
 * which are gone afterwards. Ends with what failed, once more, and one line, `N passed, N failed, N skipped`.
 */
async function main(): Promise<number> {
  const { levels, filters } = planTests(process.argv.slice(2));
  const { path } = readEnv(withoutServices(inheritedEnv()));
  const dataDir = inRepo(".sillage", "test");
  mkdirSync(dataDir, { recursive: true });
  const { release } = holdDataFolder(dataDir, "npm test");
  const services = new Services(dataDir, path);
  stopOnSignals(services, release);
  try {
    const env = withoutServices(inheritedEnv());
    const tallies: Tally[] = [];
    if (levels.includes("int") || levels.includes("e2e")) services.start();
    if (levels.includes("check")) tallies.push(await runChecks(env));
    if (levels.includes("unit")) tallies.push(await runVitest("unit", filters, env));
    // Most integration tests wait for the broker; the pages are built meanwhile.
    const pages = levels.includes("e2e") ? step("pages", buildWeb) : Promise.resolve();
    // Whoever needs them waits for them and sees the error.
    pages.catch(() => {});
    if (levels.includes("int")) tallies.push(await runVitest("int", filters, await services.env(env)));
    if (levels.includes("e2e")) tallies.push(await endToEnd(pages, filters, await services.env(env), path));
    if (levels.includes("faults")) tallies.push(await runVitest("faults", filters, env));
    const { passed, failed, skipped, failures } = sum(tallies);
    await services.end();
    process.stdout.write(recap(failures));
    process.stdout.write(`${passed} passed, ${failed} failed, ${skipped} skipped\n`);
    return failed === 0 ? 0 : 1;
  } finally {
    await services.end();
    release();
  }
}

/** Without a browser or a build nothing can be tested: that is one failure, said in plain words. */
async function endToEnd(
  pages: Promise<unknown>,
  filters: string[],
  env: NodeJS.ProcessEnv,
  path: string | undefined,
): Promise<Tally> {
  try {
    await pages;
    const browser = await step("browser", () => ensureBrowser(path));
    return await runVitest("e2e", filters, { ...env, SILLAGE_TEST_BROWSER: browser });
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    say(`\n${why}\n`);
    return { passed: 0, failed: 1, skipped: 0, failures: [{ what: "e2e", why }] };
  }
}

/** The caller's environment without anything that points at a database or a broker that somebody uses. */
function withoutServices(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const ours =
    /^(DATABASE_URL|PORT|PUBLIC_URL|NODE_ENV|PG.*|RABBITMQ_.*|OIDC_.*|REDIS_URL|SMTP_URL|SILLAGE_.*)$/;
  return Object.fromEntries(Object.entries(env).filter(([name]) => !ours.test(name))) as NodeJS.ProcessEnv;
}

/** The tests' own database and broker. They start while types and lint are checked. */
class Services {
  readonly #dataDir: string;
  readonly #path: string | undefined;
  #postgres: Promise<PostgresNode> | undefined;
  #broker: Promise<BrokerNode> | undefined;

  constructor(dataDir: string, path: string | undefined) {
    this.#dataDir = dataDir;
    this.#path = path;
  }

  start(): void {
    const dataDir = this.#dataDir;
    this.#postgres = step("database", async () => ({
      note: "for the tests",
      value: await startPostgres({ dataDir }),
    }));
    this.#broker = step("broker", async () => ({
      note: "for the tests",
      value: await ownBroker({ path: this.#path }, { dataDir }),
    }));
    // Whoever needs them waits for them and sees the error; until then it is not an unhandled one.
    this.#postgres.catch(() => {});
    this.#broker.catch(() => {});
  }

  /** Adds where they are to an environment. @throws when one of them did not start. */
  async env(env: NodeJS.ProcessEnv): Promise<NodeJS.ProcessEnv> {
    const [postgres, broker] = await Promise.all([this.#postgres!, this.#broker!]);
    const python = findPikaPython(this.#path);
    return {
      ...env,
      SILLAGE_TEST_DATABASE_URL: postgres.url(),
      SILLAGE_TEST_RABBITMQ_URL: broker.url(),
      SILLAGE_TEST_MANAGEMENT_URL: broker.managementUrl,
      ...(python ? { SILLAGE_TEST_PYTHON: python } : {}),
    };
  }

  /** Kills them and removes their data: nothing in it is worth the seconds of an orderly stop. Logs stay. */
  async end(): Promise<void> {
    const nodes = await Promise.allSettled([this.#postgres, this.#broker]);
    for (const node of nodes) {
      if (node.status !== "fulfilled" || !node.value) continue;
      await node.value.kill().catch(() => {});
      await node.value.stop();
    }
    this.#postgres = undefined;
    this.#broker = undefined;
    for (const name of ["postgres", "postgres.json", "broker", "broker.json"]) {
      rmSync(join(this.#dataDir, name), { recursive: true, force: true, maxRetries: 5 });
    }
  }
}

/** Ends the runners, which a signal to this process alone does not reach, and then the services below them. */
function stopOnSignals(services: Services, release: () => void): void {
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.once(signal, async () => {
      await endRunners();
      await services.end();
      release();
      process.exit(130);
    });
  }
}

await main().then((code) => process.exit(code), reportAndExit);
