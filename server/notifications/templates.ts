import type { CheckedEvent } from "@/server/complaints/check-event";
import type { Language } from "@/server/complaints/event-fields";
import { MAIL_WORDS, type MailWords } from "./mail-words";

/** Every kind of mail. The first word of a name is whom it is for. */
export const TEMPLATES = [
  "customer.created",
  "customer.assigned",
  "customer.in-progress",
  "customer.resolved",
  "customer.closed",
  "customer.reopened",
  "customer.correction",
  "administrators.created",
  "administrators.compensation",
  "administrators.compensation-failed",
] as const;
export type Template = (typeof TEMPLATES)[number];

export const AUDIENCES = ["customer", "administrators"] as const;
export type Audience = (typeof AUDIENCES)[number];

export const audienceOf = (template: Template): Audience =>
  template.startsWith("customer.") ? "customer" : "administrators";

/** Mails that tell of a compensation: when one of them cannot be sent, that is no reason for another compensation. */
const ABOUT_COMPENSATION: ReadonlySet<string> = new Set<Template>([
  "customer.correction",
  "administrators.compensation",
  "administrators.compensation-failed",
]);

/** Whether a mail of this template that cannot be sent is to be compensated. */
export const needsCompensation = (template: string): boolean => !ABOUT_COMPENSATION.has(template);

/** The mails that an event calls for. */
export function templatesFor(event: CheckedEvent): Template[] {
  switch (event.eventType) {
    case "COMPLAINT_CREATED":
      return ["customer.created", "administrators.created"];
    case "COMPLAINT_ASSIGNED":
      return ["customer.assigned"];
    case "COMPLAINT_PROCESSED":
      return [event.eventData.status === "RESOLVED" ? "customer.resolved" : "customer.in-progress"];
    case "COMPLAINT_CLOSED":
      return ["customer.closed"];
    case "COMPLAINT_REOPENED":
      return ["customer.reopened"];
    case "COMPLAINT_COMPENSATION_REQUIRED":
      return ["administrators.compensation"];
    case "COMPLAINT_COMPENSATION_FAILED":
      return ["administrators.compensation-failed"];
    default:
      return [];
  }
}

/** What is said in a mail. Texts of people are in it as they were written: whoever draws it makes them harmless. */
export interface MailText {
  subject: string;
  greeting: string;
  paragraphs: string[];
  /** Names and values, one below the other. */
  facts: [string, string][];
  closing: string;
}

/** What the mails of a complaint are about. */
export interface About {
  complaintId: string;
  title: string;
  priority: string;
  category: string;
  /** As the customer is addressed; null where no name is known. */
  customerName: string | null;
  /** Where administrators open the complaint. */
  link: string;
  /** Assignee, resolution or reason, as the event has it. */
  detail: string | null;
}

/** What an event adds to what is said about its complaint. */
export function detailOf(event: CheckedEvent): string | null {
  switch (event.eventType) {
    case "COMPLAINT_ASSIGNED":
      return event.eventData.assignedTo;
    case "COMPLAINT_PROCESSED":
      return event.eventData.resolution ?? null;
    case "COMPLAINT_REOPENED":
    case "COMPLAINT_COMPENSATION_REQUIRED":
    case "COMPLAINT_COMPENSATION_FAILED":
      return event.eventData.reason;
    default:
      return null;
  }
}

/** Longest title in a subject, in characters. */
const SUBJECT_TITLE = 80;

/** Writes a mail. The same facts give the same text. */
export function writeMail(template: Template, language: Language, about: About): MailText {
  const words = MAIL_WORDS[language];
  const forCustomer = audienceOf(template) === "customer";
  const title = oneLine(about.title).slice(0, SUBJECT_TITLE);
  const facts: [string, string][] = [
    [words.labels.complaint, about.title],
    [words.labels.number, about.complaintId],
  ];
  if (!forCustomer) {
    facts.push([words.labels.priority, about.priority], [words.labels.category, about.category]);
  }
  const label = words.labels.detail[template];
  if (label && about.detail) facts.push([label, about.detail]);
  if (!forCustomer) facts.push([words.labels.open, about.link]);
  return {
    subject: fill(words.subjects[template], { title, priority: about.priority }),
    greeting: greeting(words, forCustomer, about.customerName),
    paragraphs: [words.sentences[template]],
    facts,
    closing: forCustomer ? words.closing : words.closingAdministrators,
  };
}

function greeting(words: MailWords, forCustomer: boolean, name: string | null): string {
  if (!forCustomer) return words.helloAdministrators;
  return name ? fill(words.helloName, { name: oneLine(name) }) : words.hello;
}

/** Puts values into a sentence of ours; what stands in a value is not looked at again. */
const fill = (sentence: string, values: Record<string, string>): string =>
  sentence.replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? "");

const oneLine = (text: string): string => text.replace(/[\p{C}\p{Z}]+/gu, " ").trim();
