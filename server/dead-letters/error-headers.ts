import { label, storable } from "@/server/envelopes/text";
import { ERROR_CLASSES, type ErrorClass } from "./words";

/** What the usual frameworks write into the headers of a message that failed. Pure; everything in it is hostile. */

export interface DeclaredError {
  errorClass: ErrorClass | null;
  /** Name of the exception. */
  type: string | null;
  message: string | null;
}

type Headers = Readonly<Record<string, unknown>>;

/** Longest message that is kept, in characters. */
const LONGEST_MESSAGE = 4_000;
/** Of a stack trace only the beginning is looked at, and where the cause is told. */
const LONGEST_TRACE = 65_536;

const CLASS_HEADERS = ["x-sillage-error-class", "x-error-class", "error-class"];

/** In the order in which they are asked: our own services, NServiceBus, MassTransit, Wolverine and home-made ones. */
const TYPE_HEADERS = [
  "NServiceBus.ExceptionInfo.ExceptionType",
  "MT-Fault-ExceptionType",
  "exception-type",
  "x-exception-type",
  "x-error-type",
  "exc_type",
];
const MESSAGE_HEADERS = [
  "x-sillage-error",
  "NServiceBus.ExceptionInfo.Message",
  "MT-Fault-Message",
  "exception-message",
  "x-exception-message",
  "x-error-message",
  "exc_message",
  "x-error",
];
/** `Type: message` on the first line, then where it happened. */
const TRACE_HEADERS = [
  "NServiceBus.ExceptionInfo.StackTrace",
  "MT-Fault-StackTrace",
  "x-exception-stacktrace",
  "rbs2-error-details",
];
/** Python ends a traceback with `Type: message` (Celery). */
const TRACEBACK_HEADERS = ["traceback", "exc_info"];

/** Spring wraps what a listener throws; what it threw stands as the cause. */
const WRAPPERS = /ListenerExecutionFailedException|InvocationTargetException|^System\.AggregateException/;
const CAUSE = /^Caused by: (.+)$/gm;
/** A name of an exception, with its packages, before what it says. */
const HEADLINE = /^([\w$.]+(?:Exception|Error|Fault|Failure|[A-Z]\w*))(?::\s*(.*))?$/;

/** Reads what failed from the headers, as far as they say. */
export function declaredError(headers: Headers): DeclaredError {
  const trace = headlineOf(headers);
  const message = firstText(headers, MESSAGE_HEADERS) ?? trace?.message ?? null;
  return {
    errorClass: ERROR_CLASSES.find((known) => known === firstText(headers, CLASS_HEADERS)) ?? null,
    type: label(firstText(headers, TYPE_HEADERS)) ?? label(trace?.type),
    message: message === null ? null : storable(message.slice(0, LONGEST_MESSAGE)),
  };
}

function headlineOf(headers: Headers): { type: string; message: string | null } | null {
  const trace = firstText(headers, TRACE_HEADERS)?.slice(0, LONGEST_TRACE);
  if (trace !== undefined) {
    const outer = parseHeadline(trace.slice(0, trace.search(/\r?\n|$/)));
    if (outer && !WRAPPERS.test(outer.type)) return outer;
    for (const [, cause] of trace.matchAll(CAUSE)) {
      const inner = parseHeadline(cause!.trimEnd());
      if (inner && !WRAPPERS.test(inner.type)) return inner;
    }
    return outer;
  }
  const traceback = firstText(headers, TRACEBACK_HEADERS)?.slice(-LONGEST_TRACE).trimEnd();
  return traceback === undefined ? null : parseHeadline(traceback.slice(traceback.lastIndexOf("\n") + 1));
}

function parseHeadline(line: string): { type: string; message: string | null } | null {
  const match = HEADLINE.exec(line.slice(0, LONGEST_MESSAGE));
  return match ? { type: match[1]!, message: match[2] || null } : null;
}

function firstText(headers: Headers, names: readonly string[]): string | undefined {
  for (const name of names) {
    const value = headers[name];
    if (typeof value === "string" && value.trim() !== "") return value;
  }
  return undefined;
}
