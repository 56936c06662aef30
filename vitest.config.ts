import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const alias = { "@": fileURLToPath(new URL(".", import.meta.url)) };

/** The suffix of a file is its level: *.unit.spec.ts needs nothing, *.int.spec.ts a real broker and a real database. */
export default defineConfig({
  resolve: { alias },
  test: {
    projects: [
      {
        resolve: { alias },
        test: { name: "unit", include: ["**/*.unit.spec.ts"], exclude: ["node_modules", "dist", ".sillage"] },
      },
      {
        resolve: { alias },
        test: {
          name: "int",
          include: ["**/*.int.spec.ts"],
          exclude: ["node_modules", "dist", ".sillage"],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          maxWorkers: 2,
        },
      },
    ],
  },
});
