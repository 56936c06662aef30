import { z } from "zod";
import { SillageError } from "@/server/errors";
import type { ComplaintSort } from "./words";

/** Where a page of complaints ended: what it was sorted by, the value of the last one (ISO time or a number) and its id. */
export interface ListKey {
  value: string;
  id: string;
}

const written = z.tuple([z.string(), z.string().max(40), z.string().max(400)]);

export function encodeListCursor(sort: ComplaintSort, { value, id }: ListKey): string {
  return Buffer.from(JSON.stringify([sort, value, id])).toString("base64url");
}

/**
 * Reads a cursor that `encodeListCursor` made for the same order.
 * @throws SillageError INVALID_INPUT for anything else.
 */
export function decodeListCursor(sort: ComplaintSort, cursor: string): ListKey {
  const [own, value, id] = read(cursor) ?? [];
  const isValue = sort.endsWith("priority")
    ? /^\d$/.test(value ?? "")
    : z.iso.datetime().safeParse(value).success;
  if (own !== sort || value === undefined || id === undefined || !isValue) {
    throw new SillageError(
      "INVALID_INPUT",
      "The cursor is not one that this list gave out in this order. Start without a cursor.",
      { details: { fields: { cursor: "is not a cursor of this list" } } },
    );
  }
  return { value, id };
}

function read(cursor: string): z.output<typeof written> | null {
  try {
    return written.parse(JSON.parse(Buffer.from(cursor, "base64url").toString("utf8")));
  } catch {
    return null;
  }
}
