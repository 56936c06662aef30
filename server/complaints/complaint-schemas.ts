import { z } from "zod";
import { identifier } from "./event-fields";
import { people, readModelLag } from "./list-schemas";
import { complaintView } from "./view-schemas";

/** What the procedures of one complaint are asked, and answer. */

export const complaintId = z.strictObject({ id: identifier });

export const complaintOutput = z.object({
  view: complaintView,
  people,
  lag: readModelLag,
});
export type ComplaintOutput = z.output<typeof complaintOutput>;

export const commandOutput = z.object({
  view: complaintView,
  people,
  repeated: z.boolean().meta({ description: "It was done before, under the same key" }),
});

export const complaintEvent = z.object({
  recordId: z.string().meta({ description: "Id of the record in which it stands" }),
  position: z.number().nullable(),
  eventId: z.string(),
  eventType: z.string(),
  streamId: z.string(),
  version: z.number(),
  service: z.string(),
  at: z.iso.datetime(),
  by: z.string().nullable(),
  correlationId: z.string(),
  causationId: z.string().nullable(),
  payload: z.string().meta({ description: "The event as it is published: JSON, as the reader may see it" }),
});
export type ComplaintEventLine = z.output<typeof complaintEvent>;

export const complaintEventsOutput = z.object({
  items: z.array(complaintEvent).meta({ description: "In the order of the log" }),
  people,
});
