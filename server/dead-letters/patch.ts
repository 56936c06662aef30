import { type Content, textOf, withText } from "./content";
import { patchBody } from "./patch-body";
import { patchHeaders } from "./patch-headers";
import type { Patch } from "./patch-schemas";

/**
 * Content after a patch: its operations one after the other. Pure: nothing of what is given changes.
 * @throws DoesNotApply for the first operation that does not
 */
export function applyPatch(content: Content, patch: Patch): Content {
  let { rawProperties } = content;
  let text: string | null = null;
  for (const operation of patch) {
    if ("header" in operation) rawProperties = patchHeaders(rawProperties, operation);
    else text = patchBody(text ?? textOf(content), operation);
  }
  // The body is written in the encoding that it came in: no operation names the properties.
  const changed = text === null ? content : withText(content, text);
  return { ...changed, rawProperties };
}

/** Whether two contents are the same bytes. */
export const sameContent = (a: Content, b: Content): boolean =>
  a.routingKey.equals(b.routingKey) && a.rawProperties.equals(b.rawProperties) && a.body.equals(b.body);
