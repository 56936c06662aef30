import {
  type HeaderSlice,
  headerSlice,
  headerValue,
  joinProperties,
  type PropertySlices,
  sliceProperties,
} from "@/server/broker/edit-raw-properties";
import { encodeField } from "@/server/broker/encode-field";
import { DoesNotApply } from "./patch-refusal";
import type { HeaderOperation } from "./patch-schemas";

/**
 * Headers that are not for people to write: those that the broker adds when a message dies, which a redrive takes out, and
 * those by which a redrive is recognised.
 */
export const isReserved = (name: string): boolean => /^(sillage-|x-death$|x-(first|last)-death-)/i.test(name);

/**
 * Carries out one operation on the header table of a content header. Every header that it does not name keeps its bytes,
 * and with them its type.
 * @throws DoesNotApply
 */
export function patchHeaders(raw: Buffer, operation: HeaderOperation): Buffer {
  const slices = read(raw);
  const headers = changed(slices.headers ?? [], operation);
  return joinProperties({ ...slices, headers });
}

/** Whether the header table can be read whole, and so be changed. */
export function headersReadable(raw: Buffer): boolean {
  try {
    read(raw);
    return true;
  } catch {
    return false;
  }
}

function changed(headers: readonly HeaderSlice[], operation: HeaderOperation): HeaderSlice[] {
  const { header } = operation;
  if (isReserved(header) || (operation.op === "rename_header" && isReserved(operation.to))) {
    throw new DoesNotApply("reserved_header", header);
  }
  const found = headers.filter(isNamed(header));
  if (operation.op === "remove_header") {
    if (found.length === 0) throw new DoesNotApply("no_such_header", header);
    return headers.filter((slice) => !found.includes(slice));
  }
  if (found.length > 1) throw new DoesNotApply("twice", header);
  const [before] = found;
  if (operation.op === "set_header") {
    const written = headerSlice(header, encodeField(operation.value));
    return before ? headers.map((slice) => (slice === before ? written : slice)) : [...headers, written];
  }
  if (!before) throw new DoesNotApply("no_such_header", header);
  if (operation.to === header) return [...headers];
  if (headers.some(isNamed(operation.to))) throw new DoesNotApply("name_taken", header);
  return headers.map((slice) => (slice === before ? headerSlice(operation.to, headerValue(before)) : slice));
}

/** Names in slices are bytes as latin-1 text. */
function isNamed(name: string): (slice: HeaderSlice) => boolean {
  const bytes = Buffer.from(name, "utf8").toString("latin1");
  return (slice) => slice.name === bytes;
}

function read(raw: Buffer): PropertySlices {
  try {
    return sliceProperties(raw);
  } catch {
    throw new DoesNotApply("headers_unreadable");
  }
}
