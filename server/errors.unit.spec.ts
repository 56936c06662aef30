import { expect, it, vi } from "vitest";
import { ComplaintError } from "./complaints/complaint-error";
import { SillageError } from "./errors";

it("an error of ours is known by every copy of this module in a process", async () => {
  vi.resetModules();
  const other = await import("./errors");
  expect(other.SillageError).not.toBe(SillageError);
  const thrown: unknown = new other.SillageError("CONFLICT", "Somebody was faster.");
  expect(thrown instanceof SillageError).toBe(true);
  expect(thrown instanceof ComplaintError).toBe(false);
});

it("nothing else passes for one", () => {
  const plain: unknown = Object.assign(new Error("no"), { code: "CONFLICT", name: "SillageError" });
  const others: unknown[] = [plain, null, undefined, "CONFLICT", { code: "CONFLICT" }];
  expect(others.filter((it) => it instanceof SillageError)).toEqual([]);
  const refused: unknown = new ComplaintError("not-filed", { status: null });
  expect([refused instanceof SillageError, refused instanceof ComplaintError]).toEqual([true, true]);
});
