import {
  CircleCheck,
  CircleDashed,
  CircleX,
  Hourglass,
  type LucideIcon,
  OctagonPause,
  Undo2,
} from "lucide-react";
import { useTranslations } from "next-intl";
import { Badge, type Tone } from "@/components/ui/badge";
import type { SagaItem } from "@/server/sagas/saga-schemas";

/** Sign and tone of each status. */
export const STATUS_LOOKS: Record<SagaItem["status"], { icon: LucideIcon; tone: Tone }> = {
  RUNNING: { icon: CircleDashed, tone: "accent" },
  COMPLETED: { icon: CircleCheck, tone: "good" },
  COMPENSATING: { icon: Undo2, tone: "warn" },
  COMPENSATED: { icon: Undo2, tone: "neutral" },
  FAILED: { icon: CircleX, tone: "bad" },
  STUCK: { icon: OctagonPause, tone: "bad" },
};

/** Where a saga stands; and that it takes longer than it should, where it is not stuck yet. */
export function SagaBadge({ status, late }: Pick<SagaItem, "status" | "late">) {
  const t = useTranslations("saga");
  return (
    <>
      <Badge {...STATUS_LOOKS[status]}>{t(`status.${status}`)}</Badge>
      {late && (status === "RUNNING" || status === "COMPENSATING") && (
        <Badge icon={Hourglass} tone="warn">
          {t("late")}
        </Badge>
      )}
    </>
  );
}
