import { parseArgs } from "node:util";
import { createTokenInput, MOST_DAYS } from "@/server/access/access-schemas";
import { issueToken } from "@/server/access/manage-tokens";
import { ROLES } from "@/server/access/roles";
import { createPrisma } from "@/server/db";
import { readEnv } from "@/server/env";
import { errorText } from "@/server/errors";
import { commandUser } from "@/server/operator-actions/by";
import { printable } from "./broker-of";
import { databaseOf } from "./database-of";

/** `npm run token -- --role operator --name ci`: makes a token for a program and prints it, once, alone on stdout. */
const USAGE = `Usage: npm run token -- --role <${ROLES.join("|")}> --name <name> [--vhost <name>] [--exchanges <pattern>] [--expires <days>d]

  --vhost      only this virtual host; without it, all
  --exchanges  only exchanges that match, * for any characters; without it, all
  --expires    1d to ${MOST_DAYS}d; without it, 90d
`;
const DEFAULT_EXPIRY = "90d";

async function main(args: string[]): Promise<number> {
  const wanted = read(args);
  if (!wanted) {
    process.stderr.write(USAGE);
    return 2;
  }
  try {
    const prisma = createPrisma(await databaseOf(readEnv()));
    try {
      const { token } = await issueToken({ prisma, by: commandUser(), now: new Date() }, wanted);
      process.stdout.write(`${token}\n`);
    } finally {
      await prisma.$disconnect();
    }
    process.stderr.write(`It works for ${wanted.days} days and is not shown again.\n`);
    return 0;
  } catch (error) {
    process.stderr.write(`${printable(errorText(error))}\n`);
    return 1;
  }
}

/** What the words ask for; null when they are not understood, and the reason is said. */
function read(args: string[]) {
  try {
    const { values } = parseArgs({
      args,
      options: {
        role: { type: "string" },
        name: { type: "string" },
        vhost: { type: "string" },
        exchanges: { type: "string" },
        expires: { type: "string", default: DEFAULT_EXPIRY },
      },
    });
    const days = Number(/^(\d{1,4})d$/.exec(values.expires)?.[1]);
    const { role, vhost = null, exchanges = null, name } = values;
    const parsed = createTokenInput.safeParse({ name, days, grants: [{ role, vhost, exchanges }] });
    if (parsed.success) return parsed.data;
    const bad = [...new Set(parsed.error.issues.map(({ path }) => wordFor(String(path.at(-1)))))];
    process.stderr.write(`Missing or not understood: ${bad.join(", ")}\n\n`);
  } catch (error) {
    process.stderr.write(`${printable(errorText(error))}\n\n`);
  }
  return null;
}

const wordFor = (field: string) => `--${field === "days" ? "expires" : field}`;

process.exitCode = await main(process.argv.slice(2));
