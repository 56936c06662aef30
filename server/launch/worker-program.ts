import { inRepo } from "./repo";

/**
 * How Node runs a worker. A young generation of at most 24 MB instead of 48: a worker has thousands of messages in
 * hand and its memory is promised (`npm run bench -- memory`); collecting it more often costs 2 % of the ingest.
 */
export const WORKER_FLAGS = ["--max-semi-space-size=8"];

export const workerProgram = (): string[] => [...WORKER_FLAGS, inRepo("dist", "worker.mjs")];
