import { iso } from "../order-numbers";
import { agent, type Person, somebody } from "../people";
import { seeded } from "../random";
import { jsonMessage, type ShopMessage } from "../shop-message";

/*
 * The dialect of the help desk: a whole envelope with metadata, correlation and causation. It is another company's
 * complaint system, so its exchanges carry its name.
 */

export const COMPLAINTS = "helpdesk.complaints.events";
export const NOTIFICATIONS = "helpdesk.notifications.events";
export const AUDIT = "helpdesk.audit.events";

export type ComplaintFate = "closed" | "forgotten" | "mail down" | "bounced";

export interface HelpdeskComplaint {
  complaintId: string;
  correlationId: string;
  customer: Person;
  agent: string;
  subject: readonly [title: string, description: string, category: string, resolution: string];
  priority: "LOW" | "MEDIUM" | "HIGH" | "CRITICAL";
  fate: ComplaintFate;
  id(step: string): string;
  takes(step: string, least: number, most: number): number;
}

/** What people complain about. */
export const SUBJECTS = [
  ["Colis non reçu", "Le suivi indique « livré » mais je n’ai rien reçu.", "DELIVERY", "Nouvel envoi offert"],
  ["Charged twice", "My card shows two payments for one order.", "BILLING", "Second payment refunded"],
  [
    "Théière ébréchée",
    "Le bec verseur est ébréché à l’ouverture du colis.",
    "PRODUCT",
    "Remplacement expédié",
  ],
  ["Wrong colour", "I ordered slate blue and received green.", "PRODUCT", "Exchange arranged"],
  [
    "Facture introuvable",
    "Je ne trouve pas la facture dans mon espace client.",
    "BILLING",
    "Facture envoyée",
  ],
  ["Late delivery", "Promised for Tuesday, still not here on Friday.", "DELIVERY", "Shipping refunded"],
] as const;

/** The complaint of an id. */
export function helpdeskComplaint(complaintId: string): HelpdeskComplaint {
  const seed = `helpdesk ${complaintId}`;
  const random = seeded(seed);
  return {
    complaintId,
    correlationId: `saga-${random.hex(12)}`,
    customer: somebody(random),
    agent: agent(random),
    subject: random.pick(SUBJECTS),
    priority: random.pick(["LOW", "MEDIUM", "MEDIUM", "HIGH", "CRITICAL"]),
    fate: fateOf(random.next()),
    id: (step) => seeded(`${seed} ${step}`).uuid(),
    takes: (step, least, most) => seeded(`${seed} ${step} takes`).int(least, most),
  };
}

function fateOf(chance: number): ComplaintFate {
  if (chance < 0.72) return "closed";
  if (chance < 0.79) return "forgotten";
  if (chance < 0.88) return "mail down";
  return "bounced";
}

interface Said {
  complaint: HelpdeskComplaint;
  /** What the event is about: the complaint itself, or a notification or audit entry of it. */
  aggregate: { type: "Complaint" | "Notification" | "Audit"; id: string; version: number };
  eventType: string;
  at: number;
  eventData: object;
  causationId?: string | undefined;
  userId?: string;
}

const PLACES = {
  Complaint: [COMPLAINTS, "complaint-service"],
  Notification: [NOTIFICATIONS, "notification-service"],
  Audit: [AUDIT, "audit-service"],
} as const;

/** An event in the help desk's envelope. `COMPLAINT_CREATED` goes out under the key `complaint.created`. */
export function helpdeskEvent(said: Said): ShopMessage {
  const { complaint, aggregate, eventType, at, eventData, causationId, userId } = said;
  const [exchange, service] = PLACES[aggregate.type];
  const metadata = {
    timestamp: iso(at),
    version: aggregate.version,
    correlationId: complaint.correlationId,
    ...(causationId && { causationId }),
    ...(userId && { userId }),
  };
  const eventId = complaint.id(eventIdStep(eventType, aggregate.id));
  const body = {
    eventId,
    eventType,
    aggregateId: aggregate.id,
    aggregateType: aggregate.type,
    eventData,
    metadata,
  };
  return jsonMessage(exchange, eventType.toLowerCase().replace("_", "."), body, {
    properties: {
      messageId: eventId,
      correlationId: complaint.correlationId,
      type: eventType,
      appId: service,
    },
  });
}

function eventIdStep(eventType: string, aggregateId: string): string {
  return `${eventType} ${aggregateId}`;
}
