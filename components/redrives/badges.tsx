import {
  CircleCheck,
  CircleDashed,
  CircleHelp,
  CircleX,
  Hand,
  Hourglass,
  LogOut,
  type LucideIcon,
  OctagonAlert,
  Pause,
  PlayCircle,
  Skull,
  Sparkles,
} from "lucide-react";
import { useTranslations } from "next-intl";
import { Badge, type Tone } from "@/components/ui/badge";
import type { RedriveAftermath, RedriveOutcome, RedriveStatus } from "@/server/redrive/redrive-words";

type Looks<Name extends string> = Record<Name, { icon: LucideIcon; tone: Tone }>;

const STATUSES: Looks<RedriveStatus> = {
  planned: { icon: CircleDashed, tone: "neutral" },
  running: { icon: PlayCircle, tone: "accent" },
  paused: { icon: Pause, tone: "warn" },
  halted: { icon: OctagonAlert, tone: "bad" },
  completed: { icon: CircleCheck, tone: "good" },
  aborted: { icon: Hand, tone: "neutral" },
  expired: { icon: Hourglass, tone: "neutral" },
};

/** How a redrive stands. */
export function StatusBadge({ status }: { status: RedriveStatus }) {
  const t = useTranslations("redrives.status");
  return <Badge {...STATUSES[status]}>{t(status)}</Badge>;
}

const OUTCOMES: Looks<RedriveOutcome> = {
  pending: { icon: CircleDashed, tone: "neutral" },
  confirmed: { icon: CircleCheck, tone: "good" },
  returned: { icon: CircleX, tone: "bad" },
  refused: { icon: CircleX, tone: "bad" },
  unknown: { icon: CircleHelp, tone: "warn" },
  in_doubt: { icon: CircleHelp, tone: "warn" },
  released: { icon: Hand, tone: "neutral" },
};

/** What the broker said to a message. */
export function OutcomeBadge({ outcome }: { outcome: RedriveOutcome }) {
  const t = useTranslations("redrives");
  return (
    <span title={t(`outcomeHint.${outcome}`)}>
      <Badge {...OUTCOMES[outcome]}>{t(`outcome.${outcome}`)}</Badge>
    </span>
  );
}

const AFTERMATHS: Looks<RedriveAftermath> = {
  left: { icon: LogOut, tone: "good" },
  effect: { icon: Sparkles, tone: "good" },
  dead_again: { icon: Skull, tone: "bad" },
};

/** What a message did then; left: that is inferred. */
export function AftermathBadge({ aftermath }: { aftermath: RedriveAftermath }) {
  const t = useTranslations("redrives");
  return (
    <span title={t(`aftermathHint.${aftermath}`)}>
      <Badge {...AFTERMATHS[aftermath]}>{t(`aftermath.${aftermath}`)}</Badge>
    </span>
  );
}
