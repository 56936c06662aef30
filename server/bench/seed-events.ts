import { randomUUID } from "node:crypto";

const STEPS = ["CREATED", "ASSIGNED", "PROCESSED", "CLOSED"] as const;

/** One event in the envelope of the complaint seed, about 630 bytes; four in a row belong to one complaint. */
export class SeedEvents {
  #complaint = "";
  #correlation = "";
  #user = "";
  #cause: string | null = null;
  #n = 0;

  /** The next event, as it goes on the wire. */
  next(): { routingKey: string; body: Buffer } {
    const step = this.#n % STEPS.length;
    this.#n++;
    if (step === 0) {
      [this.#complaint, this.#correlation, this.#user] = [randomUUID(), randomUUID(), randomUUID()];
      this.#cause = null;
    }
    const eventId = randomUUID();
    const at = new Date().toISOString();
    const body = {
      eventId,
      eventType: `COMPLAINT_${STEPS[step]}`,
      aggregateId: this.#complaint,
      aggregateType: "Complaint",
      eventData: {
        complaintId: this.#complaint,
        userId: this.#user,
        title: "Package arrived damaged",
        description: "The box was open on one side and the lamp inside is broken in two places.",
        priority: "HIGH",
        category: "delivery",
        createdAt: at,
      },
      metadata: {
        timestamp: at,
        version: step + 1,
        correlationId: this.#correlation,
        ...(this.#cause === null ? {} : { causationId: this.#cause }),
        userId: this.#user,
      },
    };
    this.#cause = eventId;
    return { routingKey: `complaint.${STEPS[step]!.toLowerCase()}`, body: Buffer.from(JSON.stringify(body)) };
  }
}
