import {
  Archive,
  ChevronDown,
  ChevronsUp,
  ChevronUp,
  CircleCheck,
  CircleDashed,
  Equal,
  Hammer,
  HandHelping,
  type LucideIcon,
  Undo2,
  UserCheck,
} from "lucide-react";
import { useTranslations } from "next-intl";
import { Badge, type Tone } from "@/components/ui/badge";
import type { ComplaintSummary } from "@/server/complaints/view-schemas";

export const STATUS_ICONS: Record<ComplaintSummary["status"], LucideIcon> = {
  OPEN: CircleDashed,
  ASSIGNED: UserCheck,
  IN_PROGRESS: Hammer,
  RESOLVED: CircleCheck,
  CLOSED: Archive,
};

const STATUS_TONES: Record<ComplaintSummary["status"], Tone> = {
  OPEN: "warn",
  ASSIGNED: "accent",
  IN_PROGRESS: "accent",
  RESOLVED: "good",
  CLOSED: "neutral",
};

const PRIORITIES: Record<ComplaintSummary["priority"], [icon: LucideIcon, tone: Tone]> = {
  LOW: [ChevronDown, "neutral"],
  MEDIUM: [Equal, "neutral"],
  HIGH: [ChevronUp, "warn"],
  CRITICAL: [ChevronsUp, "bad"],
};

const COMPENSATIONS: Record<"running" | "done" | "failed", [icon: LucideIcon, tone: Tone]> = {
  running: [Undo2, "accent"],
  done: [Undo2, "neutral"],
  failed: [HandHelping, "bad"],
};

export function StatusBadge({ status }: Pick<ComplaintSummary, "status">) {
  const t = useTranslations("complaints.status");
  return (
    <Badge icon={STATUS_ICONS[status]} tone={STATUS_TONES[status]}>
      {t(status)}
    </Badge>
  );
}

export function PriorityBadge({ priority }: Pick<ComplaintSummary, "priority">) {
  const t = useTranslations("complaints.priority");
  const [icon, tone] = PRIORITIES[priority];
  return (
    <Badge icon={icon} tone={tone}>
      {t(priority)}
    </Badge>
  );
}

/** Says that something is compensated or needs a person; nothing where there was never anything to compensate. */
export function CompensationBadge({ compensation }: Pick<ComplaintSummary, "compensation">) {
  const t = useTranslations("complaints.compensation");
  if (compensation === "none") return null;
  const [icon, tone] = COMPENSATIONS[compensation];
  return (
    <Badge icon={icon} tone={tone}>
      {t(compensation)}
    </Badge>
  );
}
