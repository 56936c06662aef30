import { SillageError } from "../errors";

/**
 * Ends a command that failed. An error of ours is already written for a person; any other is a bug, and its trace is
 * what helps.
 */
export function reportAndExit(error: unknown): never {
  const text =
    error instanceof SillageError ? error.message : error instanceof Error ? error.stack : String(error);
  process.stderr.write(`\n${text}\n`);
  process.exit(1);
}
