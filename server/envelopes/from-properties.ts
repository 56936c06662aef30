import { type Draft, type Source, word } from "./draft";
import { analyseType } from "./event-type";
import { putCommon } from "./put-common";
import { readTime } from "./read-time";
import { identity, label } from "./text";

/** Reads AMQP's own properties and the headers that many producers share. */
export function readProperties(draft: Draft, { message, headerFields }: Source): void {
  const { properties } = message;
  const untyped = draft.eventType === null;
  putCommon(draft, headerFields);
  if (untyped && draft.eventType !== null) draft.saysKind = "event";
  // A type such as `json` or `order` says less than a routing key may; it is looked at again after it.
  draft.eventType ??= telling(properties.type) ?? telling(headerFields.type) ?? telling(headerFields.typeId);
  if (draft.eventType === null && word(headerFields.commandType) !== null) {
    draft.eventType = word(headerFields.commandType);
    draft.saysKind = "command";
  }
  if (untyped && draft.eventType !== null) draft.reader ??= "properties";
  draft.eventId ??= identity(properties.messageId);
  draft.correlationId ??= identity(properties.correlationId);
  draft.occurredAt ??= readTime(properties.timestamp);
  draft.producer ??= word(properties.appId);
  draft.actor ??= identity(headerFields.userId);
  if (draft.actor !== null) return;
  // The broker checked that this is the user of the connection; that this user did it is our conclusion.
  draft.actor = label(properties.userId);
  if (draft.actor !== null) draft.inferred.push("actor");
}

/** The type of the properties or headers that is one plain word, for when nothing better was found. */
export function plainType({ message, headerFields }: Source): string | null {
  return word(message.properties.type) ?? word(headerFields.type) ?? word(headerFields.typeId);
}

function telling(type: unknown): string | null {
  const text = word(type);
  return text !== null && analyseType(text).telling ? text : null;
}
