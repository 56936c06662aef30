import type { Judge } from "./judge";
import { maskJson } from "./mask-json";
import { maskOf } from "./mask-tokens";
import { maskShapes } from "./text-shapes";

/** JSON within texts within JSON is masked too, so many levels down; deeper it is masked whole. */
const MOST_LAYERS = 4;

/** A text that no rule names: JSON in it is masked as JSON, the rest by the shapes in it. */
export function maskText(said: string, judge: Judge, layer = 0): string {
  if (/^\s*[[{]/.test(said)) {
    if (layer + 1 >= MOST_LAYERS) return maskOf("text");
    const inner = maskJson(said, judge, layer + 1);
    if (inner) return inner.text;
  }
  return maskShapes(said, judge.shapes);
}
