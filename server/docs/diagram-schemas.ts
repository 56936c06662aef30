import { z } from "zod";
import { DIAGRAM_LANGUAGES } from "@/server/diagrams/diagram-words";
import { flowInput } from "@/server/flows/flow-schemas";
import { moment } from "@/server/moment";
import { sagaIdText } from "@/server/sagas/saga-schemas";

/** What comes in through the doors of diagrams, and what goes out. The OpenAPI document is made from these. */

const name = (about: string) =>
  z
    .string()
    .min(1, "is empty")
    .max(1024, "is longer than 1,024 characters")
    .refine((value) => !value.includes("\0"), "contains a NUL character")
    .meta({ description: about });

/** Language of the words of a diagram. */
export const language = z
  .enum(DIAGRAM_LANGUAGES, { error: `is not one of ${DIAGRAM_LANGUAGES.join(", ")}` })
  .default("en")
  .meta({ description: "Language of the diagram's own words" });

/** How the text of a diagram is answered. */
export const drawingQuery = z.strictObject({
  format: z
    .enum(["mermaid", "markdown"], { error: "is not one of mermaid, markdown" })
    .default("mermaid")
    .meta({ description: "markdown: the diagram in a fenced block" }),
  lang: language,
});
export const DRAWING_PARAMETERS = Object.keys(drawingQuery.shape);

const part = z.coerce
  .number({ error: "is not a number" })
  .int("is not a whole number")
  .min(1, "is less than 1")
  .default(1)
  .meta({
    description: "Which part of a saga that is too long for one diagram; the last one for a larger number",
  });

const rangeShape = {
  vhost: name("Virtual host").optional(),
  from: moment("First moment of receipt, inclusive").optional(),
  to: moment("Last moment of receipt, exclusive").optional(),
};
const inOrder = ({ from, to }: { from?: Date | undefined; to?: Date | undefined }) =>
  !from || !to || from < to;
const NOT_IN_ORDER = { path: ["to"], error: "is not after `from`" };

export const sagaDiagramQuery = z.strictObject({ part });
export const rangeQuery = z.strictObject(rangeShape).refine(inOrder, NOT_IN_ORDER);
export const aggregateType = name("Aggregate type");
export const topologyDiagramQuery = z
  .strictObject({
    vhost: z
      .string()
      .max(255)
      .optional()
      .meta({ description: "Virtual host; the one of the broker's URL without it" }),
    exchange: z.string().max(255).optional().meta({ description: "Only what is joined to this exchange" }),
    queue: z.string().max(255).optional().meta({ description: "Only what is joined to this queue" }),
    q: z
      .string()
      .max(255)
      .optional()
      .meta({ description: "Only what has this in its name, and what that is joined to" }),
  })
  .refine(({ exchange, queue }) => exchange === undefined || queue === undefined, {
    path: ["queue"],
    error: "cannot be given together with `exchange`",
  });

/** Inputs of the procedures. */
export const sagaDiagramInput = z.strictObject({ id: sagaIdText, part, lang: language });
export const flowDiagramInput = z.strictObject({ flow: flowInput, lang: language });
export const aggregateDiagramInput = z.strictObject({
  type: aggregateType,
  range: rangeQuery,
  lang: language,
});
export const participantsDiagramInput = z.strictObject({ range: rangeQuery, lang: language });
export const topologyDiagramInput = z.strictObject({ topology: topologyDiagramQuery, lang: language });

/** A diagram as its text, and how many parts there are of it. */
export const diagramOutput = z.object({ text: z.string(), part: z.number(), parts: z.number() });
export type DrawnText = z.output<typeof diagramOutput>;

/** What there is to draw. Hostile text. */
export const diagramChoices = z.object({
  aggregateTypes: z.array(z.string()),
  sagaTypes: z.array(z.string()),
});
