import { errorText } from "@/server/errors";
import type { StoreFailure } from "@/server/event-store/quarantine";

/**
 * SQLSTATE classes that speak about the data in hand, so that the same data will fail again: 22 data exception,
 * 23 integrity, 54 program limit. Everything else (connection, resources, shutdown, conflict, a missing table, a
 * damaged page) says that storing does not work now: the message is good and waits.
 */
const DATA_CLASSES = new Set(["22", "23", "54"]);

/** What is wrong with the data, or null when nothing is and storing must be tried again. */
export function dataFailure(error: unknown): StoreFailure | null {
  const code = sqlState(error);
  if (code !== null) return DATA_CLASSES.has(code.slice(0, 2)) ? { reason: errorText(error), code } : null;
  // Our own encoding gave up on a value: a bug of ours, met by this message each time.
  if (error instanceof RangeError || error instanceof TypeError) {
    return { reason: errorText(error), code: error.name };
  }
  return null;
}

/** Node's own codes (EPIPE) have five letters too, but never a digit. */
function sqlState(error: unknown): string | null {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === "string" && /^(?=.*[0-9])[0-9A-Z]{5}$/.test(code) ? code : null;
}
