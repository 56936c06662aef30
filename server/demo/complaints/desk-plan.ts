import { agent, somebody } from "../people";
import type { Random } from "../random";
import { SUBJECTS } from "../systems/helpdesk-messages";

/**
 * What customers and agents do, as requests to the complaint service. Pure: chance is passed in. Nothing here knows the
 * service but by its interface.
 */

/** A request of somebody. */
export interface DeskRequest {
  method: "POST" | "PUT";
  path: string;
  body: object;
}

/** What an agent sees of a complaint in a list. */
export interface DeskComplaint {
  id: string;
  status: string;
  priority: string;
  assignedTo?: string | undefined;
  compensation?: string | undefined;
}

/** Customers whose address does not work any more: the mail server refuses them for good. */
export const GONE = "gone.example";

/** Somebody complains. One customer in fourteen cannot be reached by mail. */
export function complain(random: Random): DeskRequest {
  const [title, description, category] = random.pick(SUBJECTS);
  const { id, name, email, country } = somebody(random);
  const address = random.chance(0.07) ? `${email.split("@")[0]}@${GONE}` : email;
  return {
    method: "POST",
    path: "/api/complaints",
    body: {
      userId: id,
      title,
      description,
      category,
      priority: random.pick(["LOW", "MEDIUM", "MEDIUM", "HIGH", "CRITICAL"]),
      customer: { name, email: address, language: country === "FR" ? "fr" : "en" },
    },
  };
}

/** What an agent does next about a complaint; null where it is left alone this time. */
export function nextStep(complaint: DeskComplaint, random: Random): DeskRequest | null {
  const chance = random.next();
  const ask = (verb: string, body: object, method: "PUT" | "POST" = "PUT"): DeskRequest => ({
    method,
    path: `/api/complaints/${encodeURIComponent(complaint.id)}/${verb}`,
    body,
  });
  switch (complaint.status) {
    case "OPEN":
      if (chance < 0.12 && complaint.priority !== "CRITICAL")
        return ask("priority", { priority: "CRITICAL" });
      return ask("assign", { assignedTo: agent(random) });
    case "ASSIGNED":
      if (chance < 0.1) return ask("reassign", { assignedTo: agent(random) });
      if (chance < 0.25) return ask("comments", { text: random.pick(COMMENTS) }, "POST");
      return ask("process", {});
    case "IN_PROGRESS":
      if (chance < 0.3) return ask("comments", { text: random.pick(COMMENTS) }, "POST");
      return ask("process", { resolution: random.pick(SUBJECTS)[3] });
    case "RESOLVED":
      if (chance < 0.08) return ask("reopen", { reason: random.pick(REASONS) });
      if (chance < 0.13 && complaint.compensation !== "running") {
        return ask("compensations", { reason: random.pick(MISTAKES) }, "POST");
      }
      return ask("close", {});
    default:
      return null;
  }
}

const COMMENTS = [
  "Called the customer, no answer.",
  "Le transporteur a été relancé.",
  "Asked the warehouse for a photo.",
  "Le client a envoyé une photo.",
  "Waiting for the payment provider.",
] as const;
const REASONS = [
  "The replacement arrived broken, too.",
  "Le remboursement n’est pas arrivé.",
  "It happened again.",
] as const;
const MISTAKES = [
  "The mail named the wrong order.",
  "Le mauvais client a été prévenu.",
  "We promised a refund that was not granted.",
] as const;
