import { expect, it, vi } from "vitest";
import { processWide } from "./process-wide";

it("what a process has once is the same for every copy of a module", async () => {
  const mine = processWide("spec", () => new Map<string, number>());
  vi.resetModules();
  const other = await import("./process-wide");
  expect(other.processWide).not.toBe(processWide);
  expect(other.processWide("spec", () => new Map<string, number>())).toBe(mine);
  expect(processWide("another spec", () => new Map<string, number>())).not.toBe(mine);
});
