import { OWN_PREFIX, TAP_EXCHANGE } from "@/server/broker/plumbing";
import { planTaps } from "@/server/taps/tap-plan";
import type { TapSettings } from "@/server/taps/taps-store";
import type { BrokerReading } from "./read-broker";
import type { ConsentPreview } from "./topology-schemas";

/** What would be bound on somebody else's broker, by the same plan that the worker carries out. Null: not known. */
export function previewConsent(reading: BrokerReading | null, settings: TapSettings): ConsentPreview | null {
  if (!reading?.exchanges || !reading.bindings || !reading.queues) return null;
  const { exchanges, bindings, queues, policies } = reading;
  const plans = planTaps(
    { exchanges, bindings, queues, policies },
    { prefix: OWN_PREFIX, tap: TAP_EXCHANGE },
    settings.excluded,
  );
  const bound = plans.filter((plan) => plan.desired.length > 0);
  return {
    exchanges: bound.length,
    bindings: bound.reduce((sum, plan) => sum + plan.desired.length, 0),
    untouched: plans.length - bound.length,
    sideEffects: [...new Set(bound.flatMap((plan) => plan.sideEffects.map((effect) => effect.code)))].sort(),
  };
}
