import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { PrismaPg } from "@prisma/adapter-pg";
import {
  bindMigrationAwareSqlAdapterFactory,
  type SqlMigrationAwareDriverAdapterFactory,
} from "@prisma/driver-adapter-utils";
import * as bindings from "@prisma/schema-engine-wasm/schema_engine_bg";
import type { Pool } from "pg";

/**
 * Prisma's own migration engine as WebAssembly: `prisma migrate` would download a native binary, which fails behind
 * a package mirror. The package's main entry imports the `.wasm` file, which Node does not do, so it is loaded here.
 */

let loaded: Promise<void> | undefined;

async function loadEngine(): Promise<void> {
  const entry = createRequire(import.meta.url).resolve("@prisma/schema-engine-wasm/schema_engine_bg");
  const code = await readFile(join(dirname(entry), "schema_engine_bg.wasm"));
  const glue = bindings as unknown as WebAssembly.ModuleImports & { __wbg_set_wasm(exports: unknown): void };
  const { instance } = await WebAssembly.instantiate(code, { "./schema_engine_bg.js": glue });
  glue.__wbg_set_wasm(instance.exports);
  (instance.exports as { __wbindgen_start(): void }).__wbindgen_start();
}

export type SchemaEngine = bindings.SchemaEngine;

/** How a whole migration script is run. The text may hold function bodies, so it must never be split on `;`. */
export type RunScript = (script: string, pool: Pool) => Promise<void>;

/** Prisma's adapter with its script runner replaced: the original splits on `;`, also inside function bodies. */
export class ScriptedPrismaPg extends PrismaPg implements EngineDatabase {
  readonly #run: RunScript;
  readonly #open: Awaited<ReturnType<PrismaPg["connect"]>>[] = [];

  constructor(connectionString: string, run: RunScript) {
    super({ connectionString, max: 1 });
    this.#run = run;
  }

  override async connect() {
    const adapter = await super.connect();
    adapter.executeScript = (script) => this.#run(script, adapter.underlyingDriver());
    this.#open.push(adapter);
    return adapter;
  }

  /** The engine never closes what it opened, and a database with connections cannot serve as a template. */
  async close(): Promise<void> {
    await Promise.all(this.#open.map((adapter) => adapter.dispose()));
  }
}

/** What the engine works on. */
export type EngineDatabase = SqlMigrationAwareDriverAdapterFactory & {
  /** Closes every connection that the engine opened. */
  close(): Promise<void>;
};

/**
 * Opens an engine on a database, uses it, and closes it with its connections.
 * @throws what the engine throws: plain Errors whose text is meant for people.
 */
export async function withSchemaEngine<T>(
  database: EngineDatabase,
  use: (engine: SchemaEngine) => Promise<T>,
): Promise<T> {
  loaded ??= loadEngine();
  await loaded;
  try {
    const bound = bindMigrationAwareSqlAdapterFactory(database);
    const engine = await bindings.SchemaEngine.new({ datamodels: undefined }, () => {}, bound);
    try {
      return await use(engine);
    } finally {
      engine.free();
    }
  } finally {
    await database.close();
  }
}
