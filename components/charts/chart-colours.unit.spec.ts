import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

/** The chart colours of app/globals.css, for eyes of every kind. */

type Rgb = [number, number, number];
type Matrix = [Rgb, Rgb, Rgb];

const css = readFileSync(new URL("../../app/globals.css", import.meta.url), "utf8");
const colours = [...css.matchAll(/--color-chart-(\d|others): light-dark\((#\w{6}), (#\w{6})\)/g)].map(
  ([, name, light, dark]) => ({ name: name!, light: light!, dark: dark! }),
);
/** `--color-surface`, in both themes. */
const SURFACE = { light: "#ffffff", dark: "#161b21" };

/** How eyes without one kind of cone see linear RGB (Machado, Oliveira and Fernandes 2009, full severity). */
const EYES: Record<string, Matrix> = {
  usual: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

function linear(hex: string): Rgb {
  return [1, 3, 5].map((at) => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  }) as Rgb;
}

function luminance(hex: string): number {
  const [r, g, b] = linear(hex);
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: string, b: string): number {
  const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

function lab([r, g, b]: Rgb): Rgb {
  const f = (t: number) => (t > 0.008856 ? Math.cbrt(t) : 7.787 * t + 16 / 116);
  const x = f((0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.9505);
  const y = f(0.2126 * r + 0.7152 * g + 0.0722 * b);
  const z = f((0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.089);
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

function seen(hex: string, eyes: Matrix): Rgb {
  const rgb = linear(hex);
  const through = eyes.map((row) =>
    Math.min(
      1,
      Math.max(
        0,
        row.reduce((sum, it, i) => sum + it * rgb[i]!, 0),
      ),
    ),
  );
  return lab(through as Rgb);
}

describe.each(["light", "dark"] as const)("the colours of a chart in a %s page", (theme) => {
  it("stand out from the surface by 3:1 (WCAG 1.4.11)", () => {
    expect(colours).toHaveLength(8);
    for (const colour of colours) expect(contrast(colour[theme], SURFACE[theme])).toBeGreaterThanOrEqual(3);
  });

  it.each(Object.keys(EYES))("stay apart from each other for %s eyes", (eyes) => {
    const named = colours.filter(({ name }) => name !== "others").map((it) => seen(it[theme], EYES[eyes]!));
    named.forEach((a, i) => {
      for (const b of named.slice(0, i)) {
        expect(Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2])).toBeGreaterThan(20);
      }
    });
  });
});
