import { reportAndExit } from "./report";
import { step } from "./steps.mjs";
import { buildWeb } from "./web-build";

/** `npm run build`: everything that a container image needs. `npm start` does it by itself. */
await step("pages", buildWeb).catch(reportAndExit);
