import { errorText } from "@/server/errors";
import { benchConfirms } from "./confirms";
import { benchFlows } from "./flows";
import { benchGroups } from "./groups";
import { benchIngest, ingestPart } from "./ingest";
import { benchLive } from "./live";
import { benchMemory, memoryPart } from "./memory";
import { benchRedrive, redrivePart } from "./redrive";
import { benchSagas } from "./sagas";
import { benchUi } from "./ui";
import { benchVisible } from "./visible";

/** `npm run bench -- <name> [numbers]`: each prints JSON lines, one a figure. */
const BENCHES: Record<string, (...numbers: number[]) => Promise<void>> = {
  ingest: benchIngest,
  memory: benchMemory,
  visible: benchVisible,
  confirms: benchConfirms,
  ui: benchUi,
  live: benchLive,
  redrive: benchRedrive,
  groups: benchGroups,
  sagas: benchSagas,
  flows: benchFlows,
};

/** Parts that a bench runs in a process of its own; they print one JSON document. */
const PARTS: Record<string, (options: never) => Promise<unknown>> = {
  "ingest-part": ingestPart,
  "memory-part": memoryPart,
  "redrive-part": redrivePart,
};

const [name, ...rest] = process.argv.slice(2);
try {
  if (name && name in PARTS) {
    process.stdout.write(JSON.stringify(await PARTS[name]!(JSON.parse(rest[0]!) as never)));
  } else if (name && name in BENCHES) {
    await BENCHES[name]!(...rest.map(Number));
  } else {
    process.stderr.write(`Usage: npm run bench -- ${Object.keys(BENCHES).join(" | ")} [numbers]\n`);
    process.exitCode = 2;
  }
} catch (error) {
  process.stderr.write(`${errorText(error)}\n`);
  process.exitCode = 1;
}
process.exit();
