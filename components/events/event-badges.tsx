import {
  Copy,
  Feather,
  FileQuestion,
  Reply,
  RotateCcw,
  ShieldAlert,
  Skull,
  Split,
  TriangleAlert,
  Undo2,
  Waypoints,
} from "lucide-react";
import { useTranslations } from "next-intl";
import { Badge, type Tone } from "@/components/ui/badge";
import type { AuditMessage } from "@/server/audit/audit-schemas";

type Looks<Key extends string> = Partial<Record<Key, { icon: typeof Copy; tone: Tone }>>;

const ARRIVAL_LOOKS: Looks<AuditMessage["arrival"]> = {
  dead_lettered: { icon: Skull, tone: "bad" },
  retried: { icon: RotateCcw, tone: "warn" },
  redriven: { icon: Undo2, tone: "accent" },
  replayed: { icon: Reply, tone: "accent" },
  echo: { icon: Waypoints, tone: "neutral" },
  appended: { icon: Feather, tone: "neutral" },
};

const READING_LOOKS: Looks<AuditMessage["reading"]> = {
  duplicate: { icon: Copy, tone: "neutral" },
  repeat: { icon: Copy, tone: "neutral" },
  clash: { icon: Split, tone: "bad" },
  intrusion: { icon: ShieldAlert, tone: "bad" },
  unreadable: { icon: FileQuestion, tone: "warn" },
};

/** How a message arrived and what was made of it, where that is out of the ordinary. */
export function EventBadges({ message }: { message: AuditMessage }) {
  const t = useTranslations("event");
  const arrival = ARRIVAL_LOOKS[message.arrival];
  const reading = READING_LOOKS[message.reading];
  const anomalies = message.anomalies.length;
  return (
    <>
      {arrival && (
        <Badge icon={arrival.icon} tone={arrival.tone}>
          {t(`arrival.${message.arrival}`)}
        </Badge>
      )}
      {reading && (
        <Badge icon={reading.icon} tone={reading.tone}>
          {t(`reading.${message.reading}`)}
        </Badge>
      )}
      {anomalies > 0 && message.reading !== "clash" && message.reading !== "intrusion" && (
        <Badge icon={TriangleAlert} tone="warn">
          {t("anomalies", { count: anomalies })}
        </Badge>
      )}
    </>
  );
}
