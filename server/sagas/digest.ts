import { createHash, createHmac, type Hash, type Hmac } from "node:crypto";

/** A UUID that stands for these texts in this order; none of them can run over into the next. */
export const digestOf = (parts: readonly string[]): string => uuidOf(createHash("sha256"), parts);

/** The same, which nobody can make who has not the key. */
export const keyedDigestOf = (key: Buffer, parts: readonly string[]): string =>
  uuidOf(createHmac("sha256", key), parts);

function uuidOf(hash: Hash | Hmac, parts: readonly string[]): string {
  const hex = hash.update(parts.map((part) => `${part.length}:${part}`).join("")).digest("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20, 32)}`;
}
