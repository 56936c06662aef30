import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { inRepo } from "@/server/launch/repo";
import { PAGES } from "./permissions";

const APP = inRepo("app");

/** Every page on disk, by its address. */
const pages = new Map(
  readdirSync(APP, { recursive: true, encoding: "utf8" })
    .filter((file) => /(^|\/)page\.tsx$/.test(file))
    .map((file) => {
      const path = file
        .replace(/\/?page\.tsx$/, "")
        // A folder in brackets is no part of the address.
        .replace(/(^|\/)\([^/]*\)(?=\/|$)/g, "")
        .replaceAll("[", "{")
        .replaceAll("]", "}");
      return [`/${path}`, readFileSync(join(APP, file), "utf8")];
    }),
);

describe("the pages", () => {
  it("each have a row in the permission table, and each row has a page", () => {
    expect([...pages.keys()].sort()).toEqual(Object.keys(PAGES).sort());
  });

  it.each(Object.entries(PAGES).filter(([, rule]) => rule !== "public"))(
    "ask at their own door before they draw anything: %s",
    (address) => {
      expect(pages.get(address)).toContain(`await closedPage("${address}")`);
    },
  );
});
