import { SillageError } from "@/server/errors";

/** Place of a message in time order: microseconds since 1970 and record id, both as decimal text. */
export interface MessageKey {
  micros: string;
  id: string;
}

const FORMAT = /^(\d{1,17})\.(\d{1,18})$/;

/** An opaque cursor: results after it are older than `key`. */
export function encodeCursor(key: MessageKey): string {
  return Buffer.from(`${key.micros}.${key.id}`, "latin1").toString("base64url");
}

/**
 * Reads a cursor that `encodeCursor` made.
 * @throws SillageError INVALID_INPUT for anything else.
 */
export function decodeCursor(cursor: string): MessageKey {
  const match = /^[A-Za-z0-9_-]{1,64}$/.test(cursor)
    ? FORMAT.exec(Buffer.from(cursor, "base64url").toString("latin1"))
    : null;
  if (!match) {
    throw new SillageError(
      "INVALID_INPUT",
      "The cursor is not one that this search gave out. Start without a cursor.",
      {
        details: { fields: { cursor: "is not a cursor of this search" } },
      },
    );
  }
  return { micros: match[1]!, id: match[2]! };
}

/** The moment of a key as text with microseconds, which a JavaScript Date would lose. */
export function keyTime(key: MessageKey): string {
  const micros = BigInt(key.micros);
  const seconds = new Date(Number(micros / 1000n)).toISOString().slice(0, 19);
  return `${seconds}.${String(micros % 1_000_000n).padStart(6, "0")}Z`;
}
