import { errorText } from "@/server/errors";

/**
 * `npm run bench -- <name> [numbers]`: each prints JSON lines, one a figure. Each comes with its own modules alone: the
 * memory of a part would be that of a browser's driver else.
 */
const BENCHES: Record<string, () => Promise<(...numbers: number[]) => Promise<void>>> = {
  ingest: async () => (await import("./ingest")).benchIngest,
  memory: async () => (await import("./memory")).benchMemory,
  visible: async () => (await import("./visible")).benchVisible,
  confirms: async () => (await import("./confirms")).benchConfirms,
  ui: async () => (await import("./ui")).benchUi,
  live: async () => (await import("./live")).benchLive,
  redrive: async () => (await import("./redrive")).benchRedrive,
  groups: async () => (await import("./groups")).benchGroups,
  sagas: async () => (await import("./sagas")).benchSagas,
  flows: async () => (await import("./flows")).benchFlows,
};

/** Parts that a bench runs in a process of its own; they print one JSON document. */
const PARTS: Record<string, () => Promise<(options: never) => Promise<unknown>>> = {
  "ingest-part": async () => (await import("./ingest")).ingestPart,
  "redrive-part": async () => (await import("./redrive")).redrivePart,
  "second-queue-part": async () => (await import("./second-queue")).secondQueuePart,
};

const [name, ...rest] = process.argv.slice(2);
try {
  if (name && name in PARTS) {
    process.stdout.write(JSON.stringify(await (await PARTS[name]!())(JSON.parse(rest[0]!) as never)));
  } else if (name && name in BENCHES) {
    await (await BENCHES[name]!())(...rest.map(Number));
  } else {
    process.stderr.write(`Usage: npm run bench -- ${Object.keys(BENCHES).join(" | ")} [numbers]\n`);
    process.exitCode = 2;
  }
} catch (error) {
  process.stderr.write(`${errorText(error)}\n`);
  process.exitCode = 1;
}
process.exit();
