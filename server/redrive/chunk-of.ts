import type { Sending } from "./dispatch";

/** Written to the socket at once: messages, and bytes of their bodies. */
const CHUNK = 100;
const CHUNK_BYTES = 1024 ** 2;

/** How many messages from `at` on are written at once: one at least. */
export function chunkOf(sendings: readonly Sending[], at: number): number {
  const most = Math.min(CHUNK, sendings.length - at);
  let bytes = 0;
  for (let n = 0; n < most; n++) {
    bytes += sendings[at + n]!.body.length;
    if (bytes > CHUNK_BYTES) return Math.max(1, n);
  }
  return most;
}
