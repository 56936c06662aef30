// `node server/launch/run.mjs <name> [arguments]`: any other program, with its own output alone on stdout.
import { runProgram } from "./bootstrap.mjs";
import { entries } from "./entries.mjs";

const [name] = process.argv.splice(2, 1);
if (!name || !(name in entries)) {
  process.stderr.write(`Which program? One of: ${Object.keys(entries).join(", ")}\n`);
  process.exit(1);
}
await runProgram(name, { quiet: true });
