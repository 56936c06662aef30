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
