import { randomUUID } from "node:crypto";
import type { Pool } from "pg";
import { vhostOf } from "@/server/broker/connection";
import { systemClock } from "@/server/clock";
import { handleComplaint } from "@/server/complaints/commands";
import { type ComplaintServices, createComplaintServices } from "@/server/complaints/complaint-services";
import type { GivenCommand } from "@/server/complaints/complete-command";
import { createPool } from "@/server/db";
import { isDatabaseDown } from "@/server/http/problem";
import type { FaultRig } from "./rig";

/** Agents at work: they file complaints and bring them to their end, while things are being killed. */
export class ComplaintLoad {
  readonly pool: Pool;
  readonly #services: ComplaintServices;

  constructor(rig: FaultRig) {
    this.pool = createPool(rig.database.url(), "test agents", 4);
    this.#services = createComplaintServices({
      pool: this.pool,
      vhost: vhostOf(rig.broker.url()),
      clock: systemClock,
    });
  }

  /** Files a complaint whose customer has this address. @returns its id */
  async file(email: string): Promise<string> {
    const complaintId = randomUUID();
    const what = {
      title: "Parcel is broken",
      description: "…",
      priority: "LOW",
      category: "delivery",
    } as const;
    await this.#ask(complaintId, { type: "create", userId: "u-1", ...what, customer: { email } });
    return complaintId;
  }

  /** Assigns, processes and closes it. */
  async bringToEnd(complaintId: string): Promise<void> {
    await this.#ask(complaintId, { type: "assign", assignedTo: "agent-1" });
    await this.#ask(complaintId, { type: "process", resolution: "A new one is on its way." });
    await this.#ask(complaintId, { type: "close" });
  }

  requireCompensation(complaintId: string): Promise<void> {
    return this.#ask(complaintId, { type: "requireCompensation", reason: "It was the wrong parcel." });
  }

  stop(): Promise<void> {
    return this.pool.end();
  }

  /** Asks until it is answered, under one key: as a client does whose connection broke. */
  async #ask(complaintId: string, command: GivenCommand): Promise<void> {
    const by = { actor: { kind: "user" as const, id: "agent-1", name: "Agent" }, from: null };
    const request = { command, complaintId, by, idempotencyKey: randomUUID() };
    for (;;) {
      try {
        await handleComplaint(this.#services, request);
        return;
      } catch (error) {
        if (!isDatabaseDown(error)) throw error;
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    }
  }
}
