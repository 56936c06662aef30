import { SillageError } from "@/server/errors";
import { sql } from "@/server/event-store/sql";
import type { Visit } from "@/server/http/door";
import type { Judge } from "@/server/masking/judge";
import { maskBodyText } from "@/server/masking/mask-body";
import { maskHeaders } from "@/server/masking/mask-headers";
import { maskRoutingKey } from "@/server/masking/masker";
import { maskerOf } from "@/server/masking/masker-for";
import { recordReading } from "@/server/masking/record-reading";
import { type ReadableContent, readable } from "./content";
import { type ContentChanges, changesBetween } from "./content-changes";
import { placeOf } from "./dead-letter-item";
import { readEditable } from "./editable-letters";
import { readVersion } from "./versions";

/**
 * What a version changed of the one before it, as whoever asks may see it.
 * @throws SillageError NOT_FOUND
 */
export async function readVersionChanges(
  visit: Visit,
  id: string,
  version: number,
): Promise<{ changes: ContentChanges; masked: boolean }> {
  const { searchPool } = visit.services;
  const [letter] = await readEditable(searchPool, sql`d.id = ${id}::bigint`, visit.scope, 1);
  const [before, after] = letter
    ? await Promise.all([readVersion(searchPool, id, version - 1), readVersion(searchPool, id, version)])
    : [null, null];
  if (!letter || !before || !after) {
    throw new SillageError("NOT_FOUND", `There is no version ${version} of dead letter ${id}.`);
  }
  const masker = await maskerOf(visit);
  const place = placeOf(letter);
  const judge = masker.judgeOf(place);
  if (masker.seesMore(place)) await recordReading(visit, { what: "deadLetter", id, ...place });
  const shown = judge
    ? [masked(readable(before), judge), masked(readable(after), judge)]
    : [readable(before), readable(after)];
  return { changes: changesBetween(shown[0]!, shown[1]!), masked: judge !== null };
}

function masked(content: ReadableContent, judge: Judge): ReadableContent {
  const { routingKey, headers, contentType, text } = content;
  return {
    contentType,
    routingKey: maskRoutingKey(routingKey, judge),
    headers: maskHeaders(headers, judge).entries,
    text: text === null ? null : (maskBodyText(text, contentType, judge)?.text ?? null),
  };
}
