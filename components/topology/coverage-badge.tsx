import { Ban, CircleAlert, CircleCheck, CircleDashed, CircleDot, type LucideIcon } from "lucide-react";
import { useTranslations } from "next-intl";
import { Badge, type Tone } from "@/components/ui/badge";
import type { TopologyExchange } from "@/server/topology/topology-schemas";

type State = NonNullable<TopologyExchange["coverage"]>["coverage"] | "unseen";

const LOOKS: Record<State, { icon: LucideIcon; tone: Tone }> = {
  complete: { icon: CircleCheck, tone: "good" },
  partial: { icon: CircleDot, tone: "warn" },
  not_observed: { icon: CircleAlert, tone: "bad" },
  excluded: { icon: Ban, tone: "neutral" },
  unseen: { icon: CircleDashed, tone: "neutral" },
};

/** How far an exchange is observed, as an icon and a word. */
export function CoverageBadge({ coverage }: { coverage: TopologyExchange["coverage"] }) {
  const t = useTranslations("topology.coverage");
  const state = coverage?.coverage ?? "unseen";
  const { icon, tone } = LOOKS[state];
  return (
    <Badge icon={icon} tone={tone}>
      {t(state)}
    </Badge>
  );
}
