import { OWN_PREFIX, TAP_EXCHANGE } from "@/server/broker/plumbing";
import { createPool } from "@/server/db";
import { type Env, readEnv } from "@/server/env";
import { errorText, SillageError } from "@/server/errors";
import { commandUser } from "@/server/operator-actions/by";
import { consentToTap } from "@/server/taps/consent";
import { checkRights } from "@/server/taps/permissions";
import { planTaps } from "@/server/taps/tap-plan";
import { reasonSentence, sideEffectSentence } from "@/server/taps/tap-reasons";
import { TopologyCache } from "@/server/taps/topology-cache";
import { brokerOf, printable } from "./broker-of";

/** `npm run tap`: shows what would be bound on a broker and the side effects; `-- --yes` agrees to it. */
const USAGE = "Usage: npm run tap [-- --yes]\n";

async function main(args: string[]): Promise<number> {
  if (args.some((arg) => arg !== "--yes")) {
    process.stderr.write(USAGE);
    return 2;
  }
  try {
    const env = readEnv();
    const { target, management, vhosts } = brokerOf(env);
    try {
      for (const vhost of vhosts) {
        say(`Virtual host ${vhost}`);
        for (const { what, command } of await checkRights(target, management, vhost)) {
          say(`  missing: ${what}\n           ${command}`);
        }
        const cache = new TopologyCache(management, vhost);
        await cache.readAll();
        showPlan(cache);
      }
    } finally {
      management.close();
    }
    if (args.includes("--yes")) await consent(env, vhosts);
    else say("Nothing was changed. To agree to this: npm run tap -- --yes");
    return 0;
  } catch (error) {
    process.stderr.write(`${printable(errorText(error))}\n`);
    return 1;
  }
}

function showPlan(cache: TopologyCache): void {
  const plans = planTaps(cache.topology(), { prefix: OWN_PREFIX, tap: TAP_EXCHANGE }, new Set());
  const shown = plans.filter((plan) => plan.coverage !== "excluded");
  for (const plan of shown) {
    const name = plan.name === "" ? "(default exchange)" : plan.name;
    say(`  ${name} (${plan.type}): ${plan.coverage.replace("_", " ")}. ${reasonSentence(plan.reason)}`);
  }
  const effects = new Set(shown.flatMap((plan) => plan.sideEffects.map(sideEffectSentence)));
  for (const effect of effects) say(`  side effect: ${effect}`);
}

async function consent({ databaseUrl }: Env, vhosts: string[]): Promise<void> {
  if (!databaseUrl) {
    throw new SillageError(
      "CONFIGURATION",
      "DATABASE_URL is not set: say in which store to note the consent.",
    );
  }
  const pool = createPool(databaseUrl, "tap command", 1);
  try {
    for (const vhost of vhosts) await consentToTap(pool, vhost, commandUser());
  } finally {
    await pool.end();
  }
  say("Agreed. A running worker begins within seconds. `npm run untap` takes everything back.");
}

function say(text: string): void {
  process.stdout.write(`${text.split("\n").map(printable).join("\n")}\n`);
}

process.exitCode = await main(process.argv.slice(2));
