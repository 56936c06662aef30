import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { contrast, distance, linearOf, type Rgb, SIGHTS, seenWith } from "@/server/testing/colours";

const css = readFileSync(join(import.meta.dirname, "globals.css"), "utf8");

/** The colour of a token in a theme. */
function colour(token: string, theme: "light" | "dark"): Rgb {
  const value = new RegExp(`--color-${token}: ([^;]+);`).exec(css)?.[1] ?? "";
  const both = /^light-dark\((oklch\([^)]+\)), (oklch\([^)]+\))\)$/.exec(value);
  return linearOf(both ? both[theme === "light" ? 1 : 2]! : value);
}

const GROUNDS = ["ground", "surface", "raised"];
const TEXT: readonly (readonly [ink: string, ground: string])[] = [
  ...[
    "ink",
    "muted",
    "accent",
    "good",
    "warn",
    "bad",
    "undo",
    "code-key",
    "code-text",
    "code-number",
  ].flatMap((ink) => GROUNDS.map((ground) => [ink, ground] as const)),
  ["accent", "accent-soft"],
  ["ink", "accent-soft"],
  ["muted", "accent-soft"],
  ["warn", "warn-soft"],
  ["ink", "warn-soft"],
  ["bad", "bad-soft"],
  ["ink", "bad-soft"],
  ["undo", "undo-soft"],
  ["ink", "undo-soft"],
  ["on-accent", "accent"],
  ["on-accent", "bad"],
  ["ground", "ink"],
  ...["red", "orange", "green", "blue", "violet", "grey"].map((it) => ["on-place", `place-${it}`] as const),
];

describe.each(["light", "dark"] as const)("the %s colours", (theme) => {
  it.each(TEXT)("let %s be read on %s (WCAG AA)", (ink, ground) => {
    expect(contrast(colour(ink, theme), colour(ground, theme))).toBeGreaterThanOrEqual(4.5);
  });

  it.each(GROUNDS)("let fields and focus be seen on %s", (ground) => {
    for (const edge of ["line-strong", "accent"])
      expect(contrast(colour(edge, theme), colour(ground, theme))).toBeGreaterThanOrEqual(3);
  });

  it.each(SIGHTS)("tell good, warn and bad apart with %s", (sight) => {
    const [good, warn, bad] = ["good", "warn", "bad"].map((it) => seenWith(sight, colour(it, theme)));
    for (const [one, other] of [
      [good, warn],
      [good, bad],
      [warn, bad],
    ])
      expect(distance(one!, other!)).toBeGreaterThanOrEqual(5);
  });
});
