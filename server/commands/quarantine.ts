import { createPool, createPrisma } from "@/server/db";
import { readEnv } from "@/server/env";
import { errorText } from "@/server/errors";
import { plainLine } from "@/server/logger";
import { UNMASKED } from "@/server/masking/masker";
import { commandUser } from "@/server/operator-actions/by";
import { type Importer, QuarantineImport } from "@/server/quarantine/import-quarantined";
import { listQuarantine } from "@/server/quarantine/quarantine-queries";
import { printable } from "./broker-of";

/** `npm run quarantine -- list | import <id> | import-all` */
const USAGE = "Usage: npm run quarantine -- list | import <id> | import-all\n";

async function main([command, id]: string[]): Promise<number> {
  const { databaseUrl } = readEnv();
  if (!databaseUrl) {
    process.stderr.write(
      "DATABASE_URL is not set: say which store, for example the one that `npm start` printed.\n",
    );
    return 2;
  }
  const pool = createPool(databaseUrl, "quarantine command", 2);
  const prisma = createPrisma(databaseUrl);
  try {
    const quarantine = new QuarantineImport(prisma, pool);
    const importer: Importer = { scope: "everything", by: commandUser() };
    if (command === "list") {
      let after: string | undefined;
      do {
        const page = await listQuarantine(prisma, "everything", UNMASKED, {
          state: "open",
          after,
          limit: 500,
        });
        for (const item of page.items) process.stdout.write(`${plainLine(JSON.stringify(item))}\n`);
        after = page.nextAfter ?? undefined;
      } while (after !== undefined);
      return 0;
    }
    if (command === "import" && id !== undefined && /^\d+$/.test(id)) {
      const row = await quarantine.one(importer, id, UNMASKED);
      process.stdout.write(`imported as ${row.importedId}\n`);
      return 0;
    }
    if (command === "import-all") {
      const { imported, failed, refused } = await quarantine.all(importer);
      for (const { id, errorCode, reason } of refused)
        process.stdout.write(`${id} still cannot be stored: ${errorCode} ${printable(reason ?? "")}\n`);
      process.stdout.write(`${imported} imported, ${failed} still cannot be stored\n`);
      return failed === 0 ? 0 : 1;
    }
    process.stderr.write(USAGE);
    return 2;
  } catch (error) {
    process.stderr.write(`${printable(errorText(error))}\n`);
    return 1;
  } finally {
    await prisma.$disconnect();
    await pool.end();
  }
}

process.exitCode = await main(process.argv.slice(2));
