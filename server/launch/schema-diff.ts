import { ColumnTypeEnum } from "@prisma/driver-adapter-utils";
import { withSchemaEngine } from "./schema-engine";

/**
 * The SQL that turns a database of one Prisma schema into one of another; empty when they are the same.
 * No database is needed: introspecting one would fail on partitions and on the type `"char"`.
 * @param before the old schema file's text; null for an empty database.
 */
export async function diffSchemas(before: string | null, after: string): Promise<string> {
  const model = (content: string) => ({
    tag: "schemaDatamodel" as const,
    files: [{ path: "schema.prisma", content }],
  });
  const { stdout } = await withSchemaEngine(noDatabase, async (engine) =>
    engine.diff({
      from: before === null ? { tag: "empty" } : model(before),
      to: model(after),
      script: true,
      exitCode: null,
      filters: { externalTables: [], externalEnums: [] },
    }),
  );
  const sql = stdout ?? "";
  return sql.includes("This is an empty migration") ? "" : sql;
}

/** The engine insists on a connection, and asks it only for the version of PostgreSQL that the SQL is for. */
const silent = {
  provider: "postgres" as const,
  adapterName: "none",
  queryRaw: async () => ({
    columnNames: ["exists", "version", "numeric_version"],
    columnTypes: [ColumnTypeEnum.Boolean, ColumnTypeEnum.Text, ColumnTypeEnum.Int32],
    rows: [[true, "PostgreSQL 15.0", 150_000]],
  }),
  executeRaw: async () => 0,
  executeScript: async () => {},
  startTransaction: async () => {
    throw new Error("comparing schemas opens no transaction");
  },
  getConnectionInfo: () => ({ schemaName: "public", supportsRelationJoins: true }),
  dispose: async () => {},
};

const noDatabase = {
  provider: "postgres" as const,
  adapterName: "none",
  connect: async () => silent,
  connectToShadowDb: async () => silent,
  close: async () => {},
};
