import fc from "fast-check";
import { ROLES } from "../roles";
import type { Part, Place } from "../scope";

/** Few names, so that scopes and places meet; among them what LIKE and regular expressions read as their own. */
const name = fc
  .array(fc.constantFrom("a", "b", ".", "%", "_", "\\", "é", "😀", "\n"), { maxLength: 4 })
  .map((signs) => signs.join(""));
const pattern = fc.array(fc.oneof(name, fc.constant("*")), { maxLength: 4 }).map((parts) => parts.join(""));
const vhost = fc.constantFrom("/", "shop", "%");

export const places: fc.Arbitrary<Place> = fc.record({ vhost, exchange: name });
export const parts: fc.Arbitrary<Part> = fc.record({
  vhost: fc.option(vhost),
  exchanges: fc.option(fc.oneof(name, pattern)),
});
export const grants = fc.record({
  role: fc.constantFrom(...ROLES),
  vhost: fc.option(vhost),
  exchanges: fc.option(fc.oneof(name, pattern)),
});
