import {
  Archive,
  Ban,
  Biohazard,
  Eye,
  Gavel,
  Ghost,
  Hourglass,
  type LucideIcon,
  PackageOpen,
  RotateCcw,
  Timer,
  Undo2,
} from "lucide-react";
import { useTranslations } from "next-intl";
import { Badge, type Tone } from "@/components/ui/badge";
import { makeVisible, VisibleText } from "@/components/ui/visible-text";
import { type DeadLetterState, type ErrorClass, REASONS } from "@/server/dead-letters/words";

const STATES: Record<DeadLetterState, { icon: LucideIcon; tone: Tone }> = {
  observed: { icon: Eye, tone: "warn" },
  held: { icon: Archive, tone: "warn" },
  gone: { icon: Ghost, tone: "neutral" },
  released: { icon: PackageOpen, tone: "neutral" },
  redriven: { icon: Undo2, tone: "accent" },
  discarded: { icon: Ban, tone: "neutral" },
};

/** Where a dead letter stands. */
export function StateBadge({ state }: { state: DeadLetterState }) {
  const t = useTranslations("deadLetters");
  return (
    <span title={t(`stateHint.${state}`)}>
      <Badge {...STATES[state]}>{t(`state.${state}`)}</Badge>
    </span>
  );
}

const CLASSES: Record<ErrorClass, { icon: LucideIcon; tone: Tone }> = {
  transient: { icon: Timer, tone: "warn" },
  poison: { icon: Biohazard, tone: "bad" },
  business: { icon: Gavel, tone: "accent" },
};

/** What kind of error it was, where the headers say it: it tells whether sending again can help. */
export function ClassBadge({ errorClass }: { errorClass: ErrorClass | null }) {
  const t = useTranslations("deadLetters");
  if (errorClass === null) return null;
  return (
    <span title={t(`classHint.${errorClass}`)}>
      <Badge {...CLASSES[errorClass]}>{t(`class.${errorClass}`)}</Badge>
    </span>
  );
}

/** How often it was sent again and died again: “third try”. */
export function TriesBadge({ tries }: { tries: number }) {
  const t = useTranslations("deadLetters");
  if (tries === 0) return null;
  return (
    <Badge icon={RotateCcw} tone="bad">
      {t("tries", { count: tries })}
    </Badge>
  );
}

/** Why the broker dead-lettered it, in a few words. */
export function useReasonText(): (reason: string) => string | null {
  const t = useTranslations("deadLetters.why");
  return (reason) => {
    const known = REASONS.find((it) => it === reason);
    return known ? t(known) : null;
  };
}

/** The same, or the word of whoever wrote the header. */
export function ReasonText({ reason }: { reason: string }) {
  const text = useReasonText()(reason);
  return text === null ? <VisibleText value={reason} className="truncate font-mono" /> : text;
}

/** A message that a redrive has in hand. `short`: whose it is stands in the title alone. */
export function ClaimBadge({ by, short = false }: { by: string; short?: boolean }) {
  const t = useTranslations("deadLetters");
  return (
    <span title={`${t("claimed")} ${makeVisible(by)}. ${t("claimedHint")}`}>
      <Badge icon={Hourglass} tone="accent">
        {short ? (
          t("inHand")
        ) : (
          <>
            <span>{t("claimed")}</span> <VisibleText value={by} className="max-w-32 truncate" />
          </>
        )}
      </Badge>
    </span>
  );
}
