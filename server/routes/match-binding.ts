import type { FieldEntry, FieldValue } from "@/server/broker/field-table";
import type { BindingInfo } from "@/server/broker/management";
import { matchesPattern } from "@/server/event-store/routing-pattern";

/** What a broker looks at when it routes a message. */
export interface RoutedMessage {
  /** The routing key, and those of a CC header. */
  routingKeys: readonly string[];
  headers: readonly FieldEntry[];
}

/** `maybe`: what the management API tells of the binding is not enough to say. */
export type Match = "yes" | "no" | "maybe";

/** Exchange types whose routing is defined by AMQP 0-9-1 and RabbitMQ, as against that of plugins. */
export const KNOWN_TYPES = ["direct", "fanout", "topic", "headers"] as const;
export type KnownType = (typeof KNOWN_TYPES)[number];

/** Whether a binding of an exchange of that type takes the message. */
export function matchBinding(type: KnownType, binding: BindingInfo, message: RoutedMessage): Match {
  switch (type) {
    case "fanout":
      return "yes";
    case "direct":
      return message.routingKeys.includes(binding.routingKey) ? "yes" : "no";
    case "topic":
      return message.routingKeys.some((key) => matchesPattern(binding.routingKey, key)) ? "yes" : "no";
    case "headers":
      return matchHeaders(binding.arguments, message.headers);
  }
}

/**
 * Whether the headers meet a binding of a headers exchange. `x-match` is `all` where it is not given; arguments whose
 * name begins with `x-` count with `all-with-x` and `any-with-x` alone. With no argument that counts, `all` takes
 * everything and `any` takes nothing.
 */
export function matchHeaders(arguments_: Record<string, unknown>, headers: readonly FieldEntry[]): Match {
  const mode = arguments_["x-match"];
  const any = mode === "any" || mode === "any-with-x";
  const withX = mode === "all-with-x" || mode === "any-with-x";
  const matches = Object.entries(arguments_)
    .filter(([name]) => name !== "x-match" && (withX || !name.startsWith("x-")))
    .map(([name, wanted]) => matchHeader(wanted, headers.find((entry) => entry.name === name)?.value));
  const decisive: Match = any ? "yes" : "no";
  if (matches.includes(decisive)) return decisive;
  if (matches.includes("maybe")) return "maybe";
  return any ? "no" : "yes";
}

/** An argument without a value asks for the header alone. Values are compared without their AMQP types, as the broker does. */
function matchHeader(wanted: unknown, value: FieldValue | undefined): Match {
  if (value === undefined) return "no";
  if (wanted === null) return "yes";
  const given = comparable(value);
  if (given === undefined || typeof wanted === "object") return "maybe";
  return given === wanted ? "yes" : "no";
}

/** A value as the management API would write it in an argument; undefined where it has no one form there. */
function comparable(value: FieldValue): string | number | boolean | undefined {
  switch (value.type) {
    case "boolean":
    case "text":
      return value.value;
    case "int8":
    case "uint8":
    case "int16":
    case "uint16":
    case "int32":
    case "uint32":
      return value.value;
    case "int64":
    case "float":
    case "double":
      return typeof value.value === "number" ? value.value : undefined;
    default:
      return undefined;
  }
}
