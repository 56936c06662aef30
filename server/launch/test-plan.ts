import { SillageError } from "../errors";

/** Levels of tests, in the order in which they run: what is cheap and says most comes first. */
export const LEVELS = ["check", "unit", "int", "e2e", "faults"] as const;
export type Level = (typeof LEVELS)[number];

export interface TestPlan {
  levels: Level[];
  /** Parts of file names, to run only some files of a level. */
  filters: string[];
}

/**
 * What `npm test -- [level] [file …]` asks for. Without a level: all but `faults`, which takes long and has a command
 * of its own, `npm run test:faults`. Pure.
 * @throws SillageError INVALID_INPUT for files without a level.
 */
export function planTests(words: string[]): TestPlan {
  const [first, ...filters] = words;
  if (first === undefined) return { levels: ["check", "unit", "int", "e2e"], filters: [] };
  const level = LEVELS.find((it) => it === first);
  if (level) return { levels: [level], filters };
  throw new SillageError(
    "INVALID_INPUT",
    `Which level? npm test -- ${LEVELS.join("|")} [part of a file name]`,
  );
}

/** How a run ended, in numbers of tests. */
export interface Tally {
  passed: number;
  failed: number;
  skipped: number;
}

/** What vitest's JSON reporter writes, as far as it is needed. */
export interface VitestReport {
  success: boolean;
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  numTodoTests: number;
}

/**
 * The tally of one vitest run. A run that failed without a failed test (a file that does not load, an error outside
 * any test, no report at all) counts as one failure: it must never pass for nothing. Pure.
 */
export function tallyOf(report: VitestReport | null, exitCode: number | null): Tally {
  const failed = report?.numFailedTests ?? 0;
  const unexplained = failed === 0 && (exitCode !== 0 || report?.success !== true);
  return {
    passed: report?.numPassedTests ?? 0,
    failed: unexplained ? 1 : failed,
    skipped: (report?.numPendingTests ?? 0) + (report?.numTodoTests ?? 0),
  };
}

/** Several tallies as one. */
export const sum = (tallies: Tally[]): Tally =>
  tallies.reduce(
    (all, it) => ({
      passed: all.passed + it.passed,
      failed: all.failed + it.failed,
      skipped: all.skipped + it.skipped,
    }),
    { passed: 0, failed: 0, skipped: 0 },
  );
