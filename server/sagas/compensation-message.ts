import { parseStreamId } from "@/server/envelopes/stream-id";
import { SillageError } from "@/server/errors";
import type { CompensateBy } from "./definition";
import type { SagaInstance } from "./saga";

/** What a compensation by hand publishes, filled in from its saga. Pure. */

type Publishing = Extract<CompensateBy, { by: "publish" }>;
type Json = Publishing["body"][string];

/** What a template may name beside the aggregates of the saga: `{{stream.Order}}` is the id of its order. */
export interface Filling {
  sagaId: string;
  reason: string;
  /** Name of whoever starts it. */
  by: string;
}

const PLACEHOLDER = /\{\{\s*([A-Za-z]+(?:\.[\p{L}\p{N}_-]+)?)\s*\}\}/gu;

/** @throws SillageError UNPROCESSABLE where the saga does not have what the template names */
export function bodyOfCompensation({ body }: Publishing, saga: SagaInstance, filling: Filling): Json {
  const fields = fieldsOf(saga, filling);
  const fill = (text: string): string =>
    text.replace(PLACEHOLDER, (_, name: string) => {
      const value = fields.get(name);
      if (value !== undefined) return value;
      throw new SillageError(
        "UNPROCESSABLE",
        `The definition names {{${name}}}, which this saga does not have.`,
      );
    });
  const filled = (value: Json): Json => {
    if (typeof value === "string") return fill(value);
    if (Array.isArray(value)) return value.map(filled);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, filled(inner)]));
  };
  return filled(body);
}

function fieldsOf({ key, steps }: SagaInstance, { sagaId, reason, by }: Filling): Map<string, string> {
  const fields = new Map([
    ["value", key.value],
    ["id", sagaId],
    ["reason", reason],
    ["by", by],
    ["startType", steps[0]!.type],
    ["lastType", steps.at(-1)!.type],
  ]);
  for (const { streamId } of steps) {
    const stream = streamId === null ? null : parseStreamId(streamId);
    // The first of a kind: what the saga began with.
    if (stream && !fields.has(`stream.${stream.type}`)) fields.set(`stream.${stream.type}`, stream.id);
  }
  return fields;
}
