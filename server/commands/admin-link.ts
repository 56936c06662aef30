import { FIRST_LINK_MINUTES, makeAdminLink } from "@/server/access/first-link";
import { createPrisma } from "@/server/db";
import { readEnv } from "@/server/env";
import { errorText } from "@/server/errors";
import { printable } from "./broker-of";
import { databaseOf } from "./database-of";

/** `npm run admin-link`: prints a link by which somebody becomes administrator, alone on stdout. An earlier one ends. */
const USAGE = "Usage: npm run admin-link\n";

async function main(args: string[]): Promise<number> {
  if (args.length > 0) {
    process.stderr.write(USAGE);
    return 2;
  }
  try {
    const env = readEnv();
    const prisma = createPrisma(await databaseOf(env));
    try {
      process.stdout.write(`${await makeAdminLink(prisma, env, new Date())}\n`);
    } finally {
      await prisma.$disconnect();
    }
    process.stderr.write(`Open it within ${FIRST_LINK_MINUTES} minutes; it works once.\n`);
    return 0;
  } catch (error) {
    process.stderr.write(`${printable(errorText(error))}\n`);
    return 1;
  }
}

process.exitCode = await main(process.argv.slice(2));
