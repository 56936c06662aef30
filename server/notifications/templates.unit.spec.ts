import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { CheckedEvent } from "@/server/complaints/check-event";
import { LANGUAGES } from "@/server/complaints/event-fields";
import { type About, audienceOf, TEMPLATES, templatesFor, writeMail } from "./templates";

const about: About = {
  complaintId: "c-1",
  title: "Parcel is broken",
  priority: "HIGH",
  category: "delivery",
  customerName: "Ada",
  link: "https://sillage.example.com/complaints/c-1",
  detail: null,
};
const event = (eventType: string, eventData: object) => ({ eventType, eventData }) as CheckedEvent;

describe("the mails that an event calls for", () => {
  it("are one to the customer for each of the four steps, and one to the administrators for a new complaint", () => {
    expect(templatesFor(event("COMPLAINT_CREATED", {}))).toEqual([
      "customer.created",
      "administrators.created",
    ]);
    expect(templatesFor(event("COMPLAINT_ASSIGNED", {}))).toEqual(["customer.assigned"]);
    expect(templatesFor(event("COMPLAINT_PROCESSED", { status: "IN_PROGRESS" }))).toEqual([
      "customer.in-progress",
    ]);
    expect(templatesFor(event("COMPLAINT_PROCESSED", { status: "RESOLVED" }))).toEqual(["customer.resolved"]);
    expect(templatesFor(event("COMPLAINT_CLOSED", {}))).toEqual(["customer.closed"]);
  });

  it("are none for what customers need not hear of", () => {
    expect(templatesFor(event("COMPLAINT_COMMENTED", {}))).toEqual([]);
    expect(templatesFor(event("COMPLAINT_PRIORITY_CHANGED", {}))).toEqual([]);
  });
});

describe("a mail", () => {
  it("speaks to its reader in their language, by name", () => {
    const mail = writeMail("customer.resolved", "fr", { ...about, detail: "Un nouveau colis part demain." });
    expect(mail).toEqual({
      subject: "Votre réclamation est résolue : Parcel is broken",
      greeting: "Bonjour Ada,",
      paragraphs: ["Nous avons trouvé une réponse à votre réclamation."],
      facts: [
        ["Réclamation", "Parcel is broken"],
        ["Numéro", "c-1"],
        ["Réponse", "Un nouveau colis part demain."],
      ],
      closing: "Votre service clients",
    });
  });

  it("shows only administrators the way in", () => {
    for (const template of TEMPLATES) {
      const shown = JSON.stringify(writeMail(template, "en", about)).includes(about.link);
      expect(shown).toBe(audienceOf(template) === "administrators");
    }
  });

  it("has one line as its subject, whatever the title holds", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...TEMPLATES),
        fc.constantFrom(...LANGUAGES),
        fc.string({ unit: "binary" }),
        (template, language, title) => {
          const { subject } = writeMail(template, language, { ...about, title });
          expect(subject).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}]/u);
          expect(subject.length).toBeLessThan(200);
        },
      ),
    );
  });

  it("does not take braces in a title for a place of its own", () => {
    expect(writeMail("customer.created", "en", { ...about, title: "{priority}" }).subject).toBe(
      "We have received your complaint: {priority}",
    );
  });
});
