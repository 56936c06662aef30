import type { MailTrouble } from "@/server/notifications/mail-sink";
import { GONE } from "./desk-plan";

const EVERY_MS = 10 * 60_000;
/** Long enough that some mails are given up, and short enough that others only wait. */
const LASTS_MS = 20_000;

/** A mail server that fails at times: in a part of every ten minutes it takes nothing, and some people it does not know. Pure. */
export function demoMailTrouble(recipient: string, at: Date): MailTrouble | null {
  if (recipient.toLowerCase().endsWith(`@${GONE}`)) return { code: 550, text: "No such mailbox here." };
  return at.getTime() % EVERY_MS < LASTS_MS ? { code: 451, text: "Too busy, try again later." } : null;
}
