/** How a run ended, in numbers of tests, and what is to be said again at the end about those that failed. */
export interface Tally {
  passed: number;
  failed: number;
  skipped: number;
  failures: Failure[];
}

/** One test that failed, or one run that broke outside any test. */
export interface Failure {
  /** The file and the whole name of the test, or the name of the run. */
  what: string;
  /** The error as it was printed; a few lines are shown again. */
  why: string;
}

/** What vitest's JSON reporter writes, as far as it is needed. */
export interface VitestReport {
  success: boolean;
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  numTodoTests: number;
  testResults: {
    name: string;
    message: string;
    assertionResults: { fullName: string; status: string; failureMessages: string[] }[];
  }[];
}

/** How many lines of an error are shown again at the end. */
const RECAP_LINES = 30;

/**
 * The tally of one vitest run. A run that failed without a failed test (a file that does not load, an error outside
 * any test, no report at all) counts as one failure: it must never pass for nothing. Pure.
 * @param run what it is called in the recap.
 * @param tail the end of what it printed: the only trace of an error outside any test.
 */
export function tallyOf(
  report: VitestReport | null,
  exitCode: number | null,
  run: string,
  tail: string,
): Tally {
  const failed = report?.numFailedTests ?? 0;
  const unexplained = failed === 0 && (exitCode !== 0 || report?.success !== true);
  const failures = failuresOf(report);
  if (unexplained && failures.length === 0)
    failures.push({ what: `${run} (exit code ${exitCode})`, why: tail });
  return {
    passed: report?.numPassedTests ?? 0,
    failed: unexplained ? 1 : failed,
    skipped: (report?.numPendingTests ?? 0) + (report?.numTodoTests ?? 0),
    failures,
  };
}

function failuresOf(report: VitestReport | null): Failure[] {
  return (report?.testResults ?? []).flatMap((file) => {
    const tests = file.assertionResults
      .filter((test) => test.status === "failed")
      .map((test) => ({ what: `${file.name}: ${test.fullName}`, why: test.failureMessages.join("\n") }));
    return tests.length === 0 && file.message ? [{ what: file.name, why: file.message }] : tests;
  });
}

/** Several tallies as one. */
export const sum = (tallies: Tally[]): Tally =>
  tallies.reduce(
    (all, it) => ({
      passed: all.passed + it.passed,
      failed: all.failed + it.failed,
      skipped: all.skipped + it.skipped,
      failures: [...all.failures, ...it.failures],
    }),
    { passed: 0, failed: 0, skipped: 0, failures: [] },
  );

/** What failed, once more, for whoever reads only the end of a long log. Empty when nothing did. Pure. */
export const recap = (failures: Failure[]): string =>
  failures
    .map(({ what, why }) => `FAILED ${what}\n${indent(why.trim().split("\n").slice(0, RECAP_LINES))}\n\n`)
    .join("");

const indent = (lines: string[]) => lines.map((line) => `  ${line}`).join("\n");
