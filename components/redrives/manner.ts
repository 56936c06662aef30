import type { PlanRedriveInput } from "@/server/redrive/redrive-schemas";

/** How a redrive is carried out, as its form holds it: numbers are text until they are sent. */
export interface Manner {
  destination: PlanRedriveInput["destination"]["kind"];
  /** The queue or exchange, where it is a chosen one. */
  name: string;
  /** Messages of the first step; empty: all at once. */
  canary: string;
  growth: string;
  waitSeconds: string;
  /** Messages a second; empty: no limit. */
  rate: string;
  /** Percent of dead letters that halts it; empty: it never halts. */
  haltPercent: string;
  again: boolean;
}

/** Ten first, then ten times as many a step, each watched for ten seconds; it halts when a tenth comes back dead. */
export const USUAL_MANNER: Manner = {
  destination: "failed-queue",
  name: "",
  canary: "10",
  growth: "10",
  waitSeconds: "10",
  rate: "",
  haltPercent: "10",
  again: false,
};

/** The form as the server takes it. What is no number is sent as none: the server says what is wrong with it. */
export function mannerInput(manner: Manner): Omit<PlanRedriveInput, "selection"> {
  const { destination, name, canary, growth, waitSeconds, rate, haltPercent, again } = manner;
  return {
    destination:
      destination === "queue"
        ? { kind: "queue", queue: name }
        : destination === "exchange"
          ? { kind: "exchange", exchange: name, routingKey: null }
          : { kind: destination },
    rate: rate.trim() === "" ? null : Number(rate),
    ramp: {
      canary: canary.trim() === "" ? 0 : Number(canary),
      growth: Number(growth),
      waitSeconds: Number(waitSeconds),
    },
    haltShare: haltPercent.trim() === "" ? null : Number(haltPercent) / 100,
    again,
  };
}
