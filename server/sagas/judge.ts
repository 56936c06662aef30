import type { ClientBase } from "pg";
import type { SagaInstance, Verdict } from "./saga";

/** Says what can be said of instances. */
export interface Judge {
  /** @returns a verdict for each instance, in their order */
  judge(client: ClientBase, instances: readonly SagaInstance[]): Promise<Verdict[]>;
}

/** Knows neither definitions nor what is usual, so it says nothing. */
export const SILENT_JUDGE: Judge = {
  judge: async (_client, instances) =>
    instances.map(() => ({
      status: "RUNNING",
      certainty: "unknown",
      lateAt: null,
      stuckAt: null,
      waitingFor: [],
      deviations: [],
      definition: null,
      modelVersion: null,
    })),
};
