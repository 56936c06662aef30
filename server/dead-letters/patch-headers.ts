import { encodeEntry, encodeName } from "@/server/broker/encode-field";
import { headerEntries, type RawEntry, withHeaderEntries } from "@/server/broker/header-entries";
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
  const entries = read(raw);
  const { header } = operation;
  if (isReserved(header) || (operation.op === "rename_header" && isReserved(operation.to))) {
    throw new DoesNotApply("reserved_header", header);
  }
  const places = entries.flatMap(({ entry }, place) => (entry.name === header ? [place] : []));
  const bytes = entries.map((entry) => entry.bytes);
  if (operation.op === "remove_header") {
    if (places.length === 0) throw new DoesNotApply("no_such_header", header);
    return withHeaderEntries(
      raw,
      bytes.filter((_, place) => !places.includes(place)),
    );
  }
  if (places.length > 1) throw new DoesNotApply("twice", header);
  const place = places[0];
  if (operation.op === "set_header") {
    const written = encodeEntry({ name: header, value: operation.value });
    return withHeaderEntries(raw, place === undefined ? [...bytes, written] : bytes.with(place, written));
  }
  if (place === undefined) throw new DoesNotApply("no_such_header", header);
  if (operation.to === header) return raw;
  if (entries.some(({ entry }) => entry.name === operation.to)) throw new DoesNotApply("name_taken", header);
  return withHeaderEntries(raw, bytes.with(place, renamed(entries[place]!, operation.to)));
}

/** The entry under another name: the bytes of its value stay. */
function renamed({ bytes }: RawEntry, name: string): Buffer {
  return Buffer.concat([encodeName(name), bytes.subarray(1 + bytes.readUInt8(0))]);
}

function read(raw: Buffer): RawEntry[] {
  try {
    return headerEntries(raw);
  } catch {
    throw new DoesNotApply("headers_unreadable");
  }
}
