import { z } from "zod";
import { EVENT_KINDS } from "@/server/envelopes/envelope";
import { moment } from "@/server/moment";
import { parseSagaId } from "./saga";
import { BASES, DEVIATIONS, FORMS, SAGA_ORDERS, SAGA_STATUSES, STEP_ROLES } from "./words";

/** What comes in through the doors of sagas, and what goes out. The OpenAPI document is made from these. */

const text = (about: string) =>
  z
    .string()
    .max(1024, "is longer than 1,024 characters")
    // PostgreSQL text holds no NUL, so nothing stored can match one.
    .refine((value) => !value.includes("\0"), "contains a NUL character")
    .meta({ description: about });
const name = (about: string) => text(about).min(1, "is empty");
const yesNo = (about: string) =>
  z
    .union([z.boolean(), z.enum(["true", "false"]).transform((value) => value === "true")], {
      error: "is neither true nor false",
    })
    .meta({ description: about });
const oneOf = <const Values extends readonly [string, ...string[]]>(values: Values) =>
  z.enum(values, { error: `is not one of ${values.join(", ")}` });

export const sagaIdText = z
  .string()
  .refine((value) => parseSagaId(value) !== null, "is not the id of a saga, as GET /api/sagas gives it");

export type SagaOrder = (typeof SAGA_ORDERS)[number];

/** The filters of a list of sagas. All that are given must hold. */
export const sagaFilterShape = {
  vhost: name("Virtual host").optional(),
  form: oneOf(FORMS)
    .default("saga")
    .meta({ description: "Sagas, events alone, or requests with their replies" }),
  status: oneOf(SAGA_STATUSES).optional(),
  late: yesNo("true: only those that take longer than usual, stuck ones among them").optional(),
  type: name("Type of the first event, exact").optional(),
  definition: name("Name of the definition that it is judged by").optional(),
  participant: name("A producer that took part, exact").optional(),
  correlationId: name("The correlation id, trace id or stream id that its events share").optional(),
  streamId: name("Stream id of an aggregate that its events are of").optional(),
  variant: z.guid("is not the id of a variant").optional(),
  deviation: oneOf(DEVIATIONS).optional().meta({ description: "How it departs from its definition" }),
  deadLetters: yesNo("true: only those of which an event died").optional(),
  answered: yesNo("Requests: true, those with their reply; false, those without").optional(),
  from: moment("Begun at or after").optional(),
  to: moment("Begun before").optional(),
};

const inOrder = ({ from, to }: { from?: Date | undefined; to?: Date | undefined }) =>
  !from || !to || from < to;
const NOT_IN_ORDER = { path: ["to"], error: "is not after `from`" };

export const sagaFilter = z.strictObject(sagaFilterShape).refine(inOrder, NOT_IN_ORDER);
export type SagaFilter = z.output<typeof sagaFilter>;

/** Query of `GET /api/sagas`. */
export const listSagasInput = z
  .strictObject({
    ...sagaFilterShape,
    order: oneOf(SAGA_ORDERS).default("started"),
    limit: z.coerce
      .number({ error: "is not a number" })
      .int("is not a whole number")
      .min(1, "is less than 1")
      .max(500, "is more than 500")
      .default(50),
    cursor: z.string().min(1, "is empty").max(128, "is not a cursor of this list").optional(),
  })
  .refine(inOrder, NOT_IN_ORDER);
export type ListSagasInput = z.output<typeof listSagasInput>;

/** Input of `sagas.list`: as above; `direction` is how the query client asks for a page. */
export const sagasPageInput = listSagasInput.safeExtend({ direction: z.literal("forward").optional() });

const micros = z.number().meta({ description: "Microseconds since 1970" });

export const expectation = z
  .object({
    type: z.string(),
    from: z.string().nullable().meta({ description: "Who usually publishes it" }),
    afterId: z.string().meta({ description: "Record id of the event that it is expected after" }),
    afterType: z.string(),
    share: z
      .number()
      .nullable()
      .meta({ description: "How often it came, between 0 and 1; null where a definition says it" }),
    p50Ms: z.number().nullable(),
    p95Ms: z.number().nullable(),
    instances: z.number().nullable().meta({ description: "Instances that this rests on" }),
    dueAt: micros.nullable(),
  })
  .meta({ id: "SagaExpectation" });

export const deviation = z
  .object({ what: z.enum(DEVIATIONS), type: z.string(), after: z.string().nullable() })
  .meta({ id: "SagaDeviation" });

/** A saga as lists show it. Names are hostile text. */
export const sagaItem = z
  .object({
    id: z.string(),
    vhost: z.string(),
    basis: z
      .enum(BASES)
      .meta({ description: "By what its events belong together; all but correlation are inferred" }),
    value: z.string().meta({ description: "The correlation id, trace id or stream id" }),
    form: z.enum(FORMS),
    type: z.string().meta({ description: "Type of its first event" }),
    definition: z
      .object({ name: z.string(), version: z.number(), title: z.string() })
      .nullable()
      .meta({ description: "What it was judged by; null: by what was learned, or not at all" }),
    status: z.enum(SAGA_STATUSES),
    certainty: z.enum(["exact", "inferred", "unknown"]),
    late: z.boolean(),
    startedAt: micros,
    lastAt: micros,
    lastType: z.string(),
    lateAt: micros.nullable(),
    stuckAt: micros.nullable(),
    durationMs: z.number(),
    events: z.number(),
    inferredLinks: z.number(),
    dead: z.number(),
    redriven: z.number(),
    participants: z.array(z.string()),
    streams: z.array(z.string()),
    variant: z.string(),
    waitingFor: z.array(expectation),
    deviations: z.array(deviation),
  })
  .meta({ id: "Saga" });
export type SagaItem = z.infer<typeof sagaItem>;

/** A page may have fewer than were asked for, none even: so much was looked through, and the next one goes on from there. */
export const sagasPage = z
  .object({ items: z.array(sagaItem), nextCursor: z.string().nullable() })
  .meta({ id: "SagasPage" });
export type SagasPage = z.infer<typeof sagasPage>;

/** An event of a saga, without its payload. */
export const sagaStep = z
  .object({
    id: z.string().meta({ description: "Record id; GET /api/audit/messages/{id} has the whole of it" }),
    at: micros,
    exchange: z.string(),
    routingKey: z.string(),
    type: z.string(),
    kind: z.enum(EVENT_KINDS),
    producer: z.string().nullable(),
    eventId: z.string().nullable(),
    causationId: z.string().nullable(),
    streamId: z.string().nullable(),
    streamSeq: z.number().nullable(),
    beforeId: z.string().nullable(),
    link: z.enum(["causation", "order"]).nullable(),
    gapMs: z.number().nullable(),
    dead: z.boolean(),
    compensation: z
      .enum(["exact", "inferred"])
      .nullable()
      .meta({ description: "It undoes another step: as its definition says, or by its words" }),
    /** For a request, the record id of its reply, and the other way round. */
    pairId: z.string().nullable().meta({ description: "The reply of a request, or the request of a reply" }),
    elsewhere: z
      .object({ sagaId: z.string(), recordId: z.string() })
      .nullable()
      .meta({ description: "Its cause, where that belongs to another saga" }),
  })
  .meta({ id: "SagaStep" });
export type ShownStep = z.infer<typeof sagaStep>;

/** What happened to an event of a saga later. */
export const sagaMark = z
  .object({
    id: z.string().meta({ description: "Record id" }),
    at: micros,
    role: z.enum(STEP_ROLES).exclude(["event"]),
    firstId: z.string().nullable(),
    type: z.string(),
    exchange: z.string(),
  })
  .meta({ id: "SagaMark" });
export type ShownMark = z.infer<typeof sagaMark>;

/** A dead letter of an event of a saga. */
export const sagaDeadLetter = z
  .object({
    id: z.string().meta({ description: "Id of the dead letter" }),
    recordId: z.string().nullable().meta({ description: "The event that died, where it is known" }),
    at: micros,
    queue: z.string(),
    failedQueue: z.string(),
    reason: z.string(),
    error: z.string().nullable(),
    state: z.string(),
  })
  .meta({ id: "SagaDeadLetter" });

/** A saga whole. */
export const sagaDetail = z
  .object({
    saga: sagaItem,
    steps: z.array(sagaStep),
    /** Steps that are not in `steps`, because there are too many, or lie outside of what the reader may see. */
    hiddenSteps: z.number(),
    outsideScope: z.number(),
    marks: z.array(sagaMark),
    deadLetters: z.array(sagaDeadLetter),
    instances: z.array(z.object({ id: z.string(), startedAt: micros, status: z.enum(SAGA_STATUSES) })).meta({
      description: "All instances under the same id, in order",
    }),
    complaintId: z.string().nullable().meta({ description: "Of our own complaints" }),
    compensable: z.boolean().meta({ description: "Its definition says how compensation is started by hand" }),
    asOf: micros,
  })
  .meta({ id: "SagaDetail" });
export type SagaDetail = z.infer<typeof sagaDetail>;
