import { createHash } from "node:crypto";

/** A UUID that stands for these texts in this order; none of them can run over into the next. */
export function digestOf(parts: readonly string[]): string {
  const hex = createHash("sha256")
    .update(parts.map((part) => `${part.length}:${part}`).join(""))
    .digest("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20, 32)}`;
}
