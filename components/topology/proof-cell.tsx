import { CircleAlert, CircleCheck, CircleHelp, Hourglass, type LucideIcon, Minus } from "lucide-react";
import { useFormatter, useTranslations } from "next-intl";
import { Badge, type Tone } from "@/components/ui/badge";
import type { TopologyExchange } from "@/server/topology/topology-schemas";

/** Messages that are missing, stated as gaps or known now; those published before the tap are counted apart. */
export function missingOf({ gaps, completeness }: TopologyExchange): number {
  return gaps.missing + (completeness?.missing ?? 0);
}

type State = "complete" | "inferred" | "settling" | "unknown" | "none";

const LOOKS: Record<State, { icon: LucideIcon; tone: Tone }> = {
  complete: { icon: CircleCheck, tone: "good" },
  inferred: { icon: CircleCheck, tone: "neutral" },
  settling: { icon: Hourglass, tone: "neutral" },
  unknown: { icon: CircleHelp, tone: "warn" },
  none: { icon: Minus, tone: "neutral" },
};

/** Whether what clients published is in the store: a word with an icon, and what is missing in numbers. */
export function ProofBadge({ exchange }: { exchange: TopologyExchange }) {
  const t = useTranslations("topology.proof");
  const missing = missingOf(exchange);
  if (missing > 0) {
    return (
      <Badge icon={CircleAlert} tone="bad">
        {t(exchange.gaps.uncounted ? "atLeast" : "missing", { count: missing })}
      </Badge>
    );
  }
  const { completeness } = exchange;
  const state: State =
    completeness === null
      ? "none"
      : completeness.state !== "complete"
        ? completeness.state
        : completeness.certainty === "exact"
          ? "complete"
          : "inferred";
  const { icon, tone } = LOOKS[state];
  return (
    <Badge icon={icon} tone={tone}>
      {t(state)}
    </Badge>
  );
}

/** Up to when it is proven. Raw counts stand in the detail: the broker's counter may have started later than the store. */
export function ProvenUpTo({ exchange }: { exchange: TopologyExchange }) {
  const t = useTranslations("topology.proof");
  const format = useFormatter();
  const upTo = exchange.completeness?.upTo;
  if (!upTo) return null;
  return (
    <span className="text-xs text-muted tabular-nums">
      {t("upTo", { time: format.dateTime(new Date(upTo), { timeStyle: "medium" }) })}
    </span>
  );
}
