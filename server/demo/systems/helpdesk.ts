import { deadLetterQueue, dlx } from "../dead-letter-queue";
import { waitingRoom } from "../failing";
import { iso, orderKey } from "../order-numbers";
import { bodyOf } from "../shop-message";
import { type Handler, NOTHING, type QueueSpec, type Reaction, type System } from "../system";
import { undoAudit, undoMail } from "./helpdesk-compensation";
import { MAIL, RETRY, sendMail } from "./helpdesk-mail";
import {
  AUDIT,
  COMPLAINTS,
  type HelpdeskComplaint,
  helpdeskComplaint,
  helpdeskEvent,
  NOTIFICATIONS,
} from "./helpdesk-messages";

interface HelpdeskBody {
  eventId: string;
  eventData: { complaintId: string };
}

/** Somebody who takes a while and then does the next thing to a complaint. */
const person =
  (
    eventType: string,
    version: number,
    takes: [string, number, number],
    data: (complaint: HelpdeskComplaint, at: number) => object | null,
  ): Handler =>
  (received, { now, pace }): Reaction => {
    const { eventData: cause, eventId } = bodyOf<HelpdeskBody>(received);
    const complaint = helpdeskComplaint(cause.complaintId);
    const afterMs = complaint.takes(...takes) * pace;
    const eventData = data(complaint, now + afterMs);
    if (eventData === null) return NOTHING;
    const aggregate = { type: "Complaint", id: complaint.complaintId, version } as const;
    const said = { complaint, aggregate, eventType, at: now + afterMs, eventData, userId: complaint.agent };
    return { afterMs, publish: [helpdeskEvent({ ...said, causationId: eventId })] };
  };

/** The front desk assigns; a complaint now and then lies under another one. What bounced is handled by compensation. */
const assign = person(
  "COMPLAINT_ASSIGNED",
  2,
  ["assign", 6_000, 40_000],
  ({ complaintId, fate, agent }, at) =>
    fate === "forgotten" || fate === "bounced"
      ? null
      : { complaintId, assignedTo: agent, assignedAt: iso(at) },
);

const handle = person(
  "COMPLAINT_PROCESSED",
  3,
  ["process", 8_000, 60_000],
  ({ complaintId, subject, agent }, at) => ({
    complaintId,
    resolution: subject[3],
    processedBy: agent,
    processedAt: iso(at),
  }),
);

const close = person("COMPLAINT_CLOSED", 4, ["close", 4_000, 30_000], ({ complaintId, agent }, at) => ({
  complaintId,
  closedBy: agent,
  closedAt: iso(at),
}));

const complaintQueue = (name: string, keys: readonly string[], handler: Handler): QueueSpec => ({
  name,
  bindings: keys.map((key) => ({ exchange: COMPLAINTS, key })),
  deadLetter: { exchange: dlx(COMPLAINTS) },
  handler,
});

/** The help desk: a choreographed complaint saga with notifications and compensation. */
export const helpdesk: System = {
  name: "helpdesk",
  share: 7,
  exchanges: [
    { name: COMPLAINTS, type: "topic" },
    { name: NOTIFICATIONS, type: "topic" },
    { name: AUDIT, type: "fanout" },
    { name: RETRY, type: "direct" },
    { name: dlx(COMPLAINTS), type: "fanout" },
  ],
  queues: [
    complaintQueue("helpdesk.desk", ["complaint.created"], assign),
    complaintQueue("helpdesk.agents", ["complaint.assigned"], handle),
    complaintQueue("helpdesk.closing", ["complaint.processed"], close),
    complaintQueue(
      MAIL,
      ["created", "assigned", "processed", "closed"].map((verb) => `complaint.${verb}`),
      sendMail,
    ),
    waitingRoom(MAIL, RETRY),
    {
      name: "helpdesk.compensation",
      bindings: [{ exchange: NOTIFICATIONS, key: "notification.failed" }],
      handler: person("COMPLAINT_COMPENSATION_REQUIRED", 2, ["compensate", 40, 200], ({ complaintId }) => ({
        complaintId,
        reason: "the customer cannot be reached by e-mail",
        actions: [
          { service: "notification-service", action: "cancel", parameters: { complaintId }, order: 1 },
          { service: "audit-service", action: "mark-compensated", parameters: { complaintId }, order: 2 },
        ],
      })),
    },
    complaintQueue("helpdesk.mail.undo", ["complaint.compensation_required"], undoMail),
    complaintQueue("helpdesk.audit.undo", ["complaint.compensation_required"], undoAudit),
    {
      name: "helpdesk.audit",
      bindings: [{ exchange: COMPLAINTS, key: "complaint.#" }],
      handler: () => NOTHING,
    },
    deadLetterQueue(COMPLAINTS),
  ],
  longestMs: (pace) => 130_000 * pace + 20_000,
  start: (at) => {
    const complaint = helpdeskComplaint(`complaint-${orderKey(at)}`);
    const { complaintId, customer, priority } = complaint;
    const [title, description, category] = complaint.subject;
    const { id, name, email, phone } = customer;
    const eventData = {
      complaintId,
      userId: id,
      customer: { name, email, phone },
      title,
      description,
      priority,
      category,
    };
    const aggregate = { type: "Complaint", id: complaintId, version: 1 } as const;
    const said = { complaint, aggregate, eventType: "COMPLAINT_CREATED", at, userId: id };
    return [
      { afterMs: 0, message: helpdeskEvent({ ...said, eventData: { ...eventData, createdAt: iso(at) } }) },
    ];
  },
};
