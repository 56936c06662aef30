import { inRepo } from "./repo";

/**
 * What Node runs as a worker. A young generation of at most 24 MB instead of 48: a worker has thousands of messages in
 * hand and its memory is promised (`npm run bench -- memory`); collecting it more often costs 2 % of the ingest.
 */
export const workerProgram = (): string[] => ["--max-semi-space-size=8", inRepo("dist", "worker.mjs")];
