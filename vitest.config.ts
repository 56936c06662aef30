import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const alias = { "@": fileURLToPath(new URL(".", import.meta.url)) };
const exclude = ["node_modules", "dist", ".next", ".sillage"];

/**
 * The suffix of a file is its level. *.unit.spec.ts needs nothing; *.int.spec.ts a real broker and a real database;
 * *.e2e.spec.ts also the built application and a browser; *.faults.spec.ts starts and kills services of its own and
 * takes minutes. `npm test` starts what a level needs and says where it is by environment variables.
 */
export default defineConfig({
  resolve: { alias },
  test: {
    projects: [
      {
        resolve: { alias },
        test: {
          name: "unit",
          include: ["**/*.unit.spec.{ts,tsx}"],
          exclude,
          // Properties take a second; on a machine that is busy with other things, ten.
          testTimeout: 30_000,
          // They touch nothing that another one could see, so they share what was loaded.
          isolate: false,
          sequence: { groupOrder: 1 },
        },
      },
      {
        resolve: { alias },
        test: {
          name: "int",
          include: ["**/*.int.spec.ts"],
          exclude,
          testTimeout: 60_000,
          hookTimeout: 60_000,
          // More than there are cores: many of them wait for the broker's clocks.
          maxWorkers: 3,
          sequence: { groupOrder: 2 },
        },
      },
      {
        resolve: { alias },
        test: {
          name: "e2e",
          include: ["e2e/**/*.e2e.spec.ts"],
          globalSetup: ["e2e/global-setup.ts"],
          exclude,
          testTimeout: 60_000,
          hookTimeout: 120_000,
          // Each worker has an application of its own (e2e/global-setup.ts).
          maxWorkers: 2,
          sequence: { groupOrder: 3 },
        },
      },
      {
        resolve: { alias },
        test: {
          name: "faults",
          include: ["**/*.faults.spec.ts"],
          exclude,
          testTimeout: 600_000,
          hookTimeout: 120_000,
          fileParallelism: false,
          sequence: { groupOrder: 4 },
        },
      },
    ],
  },
});
