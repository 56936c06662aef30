import { z } from "zod";
import { typeNameOf } from "@/server/envelopes/nouns";
import { wordsOf } from "@/server/envelopes/words";

/**
 * Nouns of what a business transaction is about, the first the most telling. Stream ids write a noun that the dictionary
 * knows in English, whatever its producer speaks (`Commande` and `Order` are both `Order`); the others keep their own.
 */
const ANCHORS = [
  "Complaint",
  "Order",
  "Subscription",
  "Contract",
  "Quote",
  "Booking",
  "Reservation",
  "Claim",
  "Sinistre",
  "Ticket",
  "Case",
  "Dossier",
  "Application",
  "Demande",
  "Loan",
  "Shipment",
  "Invoice",
];

const DAY_MS = 86_400_000;

const anchor = z
  .string()
  .max(100, "is longer than 100 characters")
  .transform((noun, context) => {
    const type = typeNameOf(wordsOf(noun));
    if (type !== null) return type;
    context.addIssue({ code: "custom", message: "is not a noun" });
    return z.NEVER;
  });

/** How sagas are told apart. A generation of them is made with one set of these from its first event to its last. */
export const sagaSettings = z.strictObject({
  silenceMs: z
    .number()
    .int("is not a whole number")
    .min(1_000, "is less than a second")
    .max(3_650 * DAY_MS, "is more than ten years")
    .default(14 * DAY_MS)
    .meta({
      description: "After so many milliseconds without an event, the next one under the same id begins anew",
    }),
  anchors: z
    .array(anchor)
    .max(100, "are more than 100")
    .default(ANCHORS)
    .transform((nouns) => [...new Set(nouns)])
    .meta({
      description:
        "Nouns of the aggregates that events without correlation or trace belong to, the most telling first",
    }),
  stuckMultiple: z.number().min(1, "is less than 1").max(100, "is more than 100").default(3).meta({
    description: "Stuck is what takes longer than so many times the duration after which it is late",
  }),
  stuckFloorMs: z
    .number()
    .int("is not a whole number")
    .min(0, "is less than 0")
    .max(365 * DAY_MS, "is more than a year")
    .default(30_000)
    .meta({ description: "But nothing is stuck before so many milliseconds" }),
});
export type SagaSettings = z.output<typeof sagaSettings>;

/** What counts where nobody has set anything. */
export const DEFAULT_SAGA_SETTINGS: SagaSettings = sagaSettings.parse({});

/** Whether two settings group events in the same way: else sagas are built anew. */
export function groupAlike(a: SagaSettings, b: SagaSettings): boolean {
  return a.silenceMs === b.silenceMs && JSON.stringify(a.anchors) === JSON.stringify(b.anchors);
}
