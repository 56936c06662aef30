import { z } from "zod";
import { DURATION, durationMs, LONGEST_DURATION_MS } from "./duration";

/**
 * What somebody says of a kind of saga: how it begins, which steps follow what and by when, how it ends, what undoes what.
 * Pure. Names are compared as they are written; whoever writes a definition is trusted, what is published is not.
 */

const MOST_STEPS = 200;

const name = (what: string) =>
  z
    .string({ error: `must be text: ${what}` })
    .min(1, `is empty: ${what}`)
    .max(256, "is longer than 256 characters")
    // PostgreSQL text holds no NUL.
    .refine((value) => !value.includes("\0"), "contains a NUL character");
const type = name("the type of an event");
const types = z.array(type).max(MOST_STEPS, `lists more than ${MOST_STEPS} types`);

export const definitionName = z
  .string({ error: "must be text" })
  .regex(
    /^[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?$/,
    "must be lower-case letters, digits and dashes, at most 64",
  );

const start = z.strictObject({
  type,
  exchange: name("an exchange").optional(),
  vhost: name("a virtual host").optional(),
});

const step = z.strictObject({
  type,
  after: z
    .union([type, types.min(1, "lists no type")], { error: "must be a type, or a list of types" })
    .optional()
    .meta({
      description:
        "It follows one of these. Absent: it may come at any time, and nothing is said when it does",
    }),
  or: types.optional().meta({ description: "What may come in its place" }),
  within: z
    .string({ error: "must be text" })
    .regex(DURATION, "is no duration, such as 30s, 15m, 2h or 1d")
    .refine(
      (text) => !DURATION.test(text) || durationMs(text) <= LONGEST_DURATION_MS,
      "is longer than ten years",
    )
    .optional()
    .meta({ description: "Absent: as long as it usually takes, as far as that is known" }),
  optional: z.boolean({ error: "must be true or false" }).optional(),
  from: name("a producer").optional().meta({ description: "Who publishes it" }),
  resumes: z
    .boolean({ error: "must be true or false" })
    .optional()
    .meta({ description: "After an end, the saga goes on with it" }),
});

const ends = z.strictObject({
  completed: types.optional(),
  failed: types.optional(),
  compensated: types.optional(),
});

const compensation = z.strictObject({
  type,
  undoes: type.optional().meta({ description: "The step that it undoes; absent: it begins a compensation" }),
});

const compensateBy = z.discriminatedUnion(
  "by",
  [
    z.strictObject({ by: z.literal("complaint") }),
    z.strictObject({
      by: z.literal("publish"),
      exchange: name("an exchange"),
      routingKey: name("a routing key"),
      type,
      body: z
        .record(z.string(), z.json())
        .meta({ description: "The body, JSON; {{value}}, {{reason}}, {{stream.Order}} … are filled in" }),
    }),
  ],
  { error: "must say `by`: complaint or publish" },
);

const shape = z.strictObject({
  name: definitionName,
  title: name("how people call it"),
  starts: z.array(start).min(1, "lists no beginning").max(20, "lists more than 20 beginnings"),
  steps: z.array(step).max(MOST_STEPS, `lists more than ${MOST_STEPS} steps`),
  ends,
  compensations: z.array(compensation).max(MOST_STEPS).optional(),
  compensateBy: compensateBy.optional(),
});

export const sagaDefinition = shape.superRefine((given, context) => {
  const known = typesOf(given);
  const expectKnown = (mentioned: string, path: (string | number)[]) => {
    if (known.has(mentioned)) return;
    const message = `names ${mentioned}, which is neither a beginning, nor a step, nor an end, nor a compensation`;
    context.addIssue({ code: "custom", path, message });
  };
  const seen = new Set<string>();
  given.steps.forEach((step, i) => {
    if (seen.has(step.type))
      context.addIssue({ code: "custom", path: ["steps", i, "type"], message: "is a step already" });
    seen.add(step.type);
    if (typeof step.after === "string") expectKnown(step.after, ["steps", i, "after"]);
    else for (const [j, after] of (step.after ?? []).entries()) expectKnown(after, ["steps", i, "after", j]);
    if (step.within && !step.after) {
      const message = "says by when, but not after what";
      context.addIssue({ code: "custom", path: ["steps", i, "within"], message });
    }
  });
  given.compensations?.forEach(({ undoes }, i) => {
    if (undoes !== undefined) expectKnown(undoes, ["compensations", i, "undoes"]);
  });
  const ends = new Map<string, string>();
  for (const [how, list] of Object.entries(given.ends)) {
    list?.forEach((end, i) => {
      const other = ends.get(end);
      if (other !== undefined && other !== how) {
        context.addIssue({ code: "custom", path: ["ends", how, i], message: `ends it as ${other} already` });
      }
      ends.set(end, how);
    });
  }
  if (ends.size === 0) context.addIssue({ code: "custom", path: ["ends"], message: "names no end" });
});

export type SagaDefinition = z.infer<typeof sagaDefinition>;
export type DefinedStep = SagaDefinition["steps"][number];
export type CompensateBy = NonNullable<SagaDefinition["compensateBy"]>;

/** A definition under the version that it has; 0: as it is shipped. */
export interface DefinitionInForce {
  version: number;
  definition: SagaDefinition;
}

/** The types that a step follows. */
export const aftersOf = ({ after }: DefinedStep): readonly string[] =>
  after === undefined ? [] : typeof after === "string" ? [after] : after;

/** Every type that a definition knows. */
export function typesOf(definition: z.infer<typeof shape>): Set<string> {
  const { starts, steps, ends, compensations = [] } = definition;
  return new Set([
    ...starts.map((start) => start.type),
    ...steps.flatMap((step) => [step.type, ...(step.or ?? [])]),
    ...Object.values(ends).flatMap((list) => list ?? []),
    ...compensations.map((compensation) => compensation.type),
  ]);
}

/** How a saga begins, as far as a definition is chosen by it. */
export interface SagaStart {
  type: string;
  exchange: string;
  vhost: string;
}

/**
 * The definition for a saga that begins so: of those that fit, the one that says most about the beginning; of these, the
 * first by name.
 */
export function definitionFor(
  definitions: readonly DefinitionInForce[],
  beginning: SagaStart,
): DefinitionInForce | null {
  let best: DefinitionInForce | null = null;
  let bestFit = -1;
  for (const candidate of definitions) {
    const fit = fitOf(candidate.definition, beginning);
    const better =
      fit > bestFit || (fit === bestFit && best !== null && candidate.definition.name < best.definition.name);
    if (fit >= 0 && better) [best, bestFit] = [candidate, fit];
  }
  return best;
}

function fitOf({ starts }: SagaDefinition, beginning: SagaStart): number {
  let best = -1;
  for (const { type, exchange, vhost } of starts) {
    const fits =
      type === beginning.type &&
      (exchange === undefined || exchange === beginning.exchange) &&
      (vhost === undefined || vhost === beginning.vhost);
    if (fits) best = Math.max(best, (exchange === undefined ? 0 : 1) + (vhost === undefined ? 0 : 1));
  }
  return best;
}
