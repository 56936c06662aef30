// `npm test`
import { runProgram } from "./bootstrap.mjs";

await runProgram("test");
