import { createPool } from "@/server/db";
import { readEnv } from "@/server/env";
import { errorText } from "@/server/errors";
import { commandUser } from "@/server/operator-actions/by";
import { withdrawConsent } from "@/server/taps/consent";
import { untap } from "@/server/taps/untap";
import { brokerOf, printable } from "./broker-of";

/** `npm run untap`: removes every trace of Sillage from the broker. Stop the worker first. */
const USAGE = "Usage: npm run untap [-- --force]\n";

async function main(args: string[]): Promise<number> {
  if (args.some((arg) => arg !== "--force")) {
    process.stderr.write(USAGE);
    return 2;
  }
  try {
    const env = readEnv();
    const { target, management, vhosts } = brokerOf(env);
    const pool = env.databaseUrl ? createPool(env.databaseUrl, "untap command", 1) : null;
    try {
      for (const vhost of vhosts) {
        // First, so that a worker that is still running does not bind again.
        if (pool) await withdrawConsent(pool, vhost, commandUser());
        const { unbound, lost } = await untap(target, management, vhost, args.includes("--force"));
        const deleted = lost > 0 ? `, ${lost} messages deleted with the audit queue` : "";
        process.stdout.write(
          `${printable(vhost)}: ${unbound} bindings removed, our exchange and queue deleted${deleted}\n`,
        );
      }
    } finally {
      management.close();
      await pool?.end();
    }
    return 0;
  } catch (error) {
    process.stderr.write(`${printable(errorText(error))}\n`);
    return 1;
  }
}

process.exitCode = await main(process.argv.slice(2));
