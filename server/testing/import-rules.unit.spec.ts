import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { inRepo } from "@/server/launch/repo";
import { IMPORT_RULES, importsOf } from "./import-rules";

const files = ["app", "components", "server", "e2e"]
  .flatMap((folder) =>
    readdirSync(inRepo(folder), { recursive: true, encoding: "utf8" }).map((file) => `${folder}/${file}`),
  )
  .filter((file) => /\.(tsx?|mjs)$/.test(file) && !file.startsWith("server/generated/"));

describe("imports", () => {
  it("point inward, as ARCHITECTURE.md says", () => {
    const broken: string[] = [];
    for (const file of files) {
      for (const { module, typeOnly } of importsOf(readFileSync(inRepo(file), "utf8"), file)) {
        for (const rule of IMPORT_RULES) {
          if (!rule.files.test(file) || rule.except?.test(file) || !rule.forbidden.test(module)) continue;
          if (typeOnly && !rule.alsoTypes) continue;
          broken.push(`${file} imports ${module}: ${rule.because}; ${rule.instead}`);
        }
      }
    }
    expect(broken).toEqual([]);
  });

  it("of process.env stand in server/env.ts alone", () => {
    const readers = files.filter(
      (file) =>
        file.endsWith(".ts") &&
        file !== "server/env.ts" &&
        /process\.env\b/.test(readFileSync(inRepo(file), "utf8")),
    );
    expect(readers.filter((file) => !file.includes("import-rules"))).toEqual([]);
  });

  it("are found in every form", () => {
    const source = `
      import a from "one";
      import type { B } from "./two";
      import "../three";
      export { c } from "four";
      const d = await import("five");`;
    expect(importsOf(source, "server/x/y.ts")).toEqual([
      { module: "one", typeOnly: false },
      { module: "@/server/x/two", typeOnly: true },
      { module: "@/server/three", typeOnly: false },
      { module: "four", typeOnly: false },
      { module: "five", typeOnly: false },
    ]);
  });
});
