import { Ban, Bot, CircleCheck, CircleX, SquareTerminal, UserRound, UserRoundX } from "lucide-react";
import { useTranslations } from "next-intl";
import { ExchangeName } from "@/components/events/event-row";
import { Badge } from "@/components/ui/badge";
import { VisibleText } from "@/components/ui/visible-text";
import type { ActionItem } from "@/server/operator-actions/actions-schemas";

/** What was done, in words. */
export function ActionName({ name }: { name: ActionItem["action"] }) {
  return <>{useTranslations("actions")(`action.${name}`)}</>;
}

const ACTOR_ICONS = { user: UserRound, token: Bot, command: SquareTerminal, nobody: UserRoundX };

/** Who did it; the icon says what kind of actor that is. */
export function ActorName({ actor: { kind, name } }: Pick<ActionItem, "actor">) {
  const t = useTranslations("actions.actor");
  const Icon = ACTOR_ICONS[kind];
  return (
    <span className="inline-flex min-w-0 max-w-full items-center gap-1" title={t(kind)}>
      <Icon aria-hidden className="size-3.5 shrink-0 text-muted" />
      <span className="sr-only">{t(kind)}: </span>
      <VisibleText value={name} className="truncate" />
    </span>
  );
}

/** What was acted on: its kind and its name. */
export function TargetName({ target: { type, id } }: Pick<ActionItem, "target">) {
  const t = useTranslations("actions.target");
  return (
    <span className="inline-flex min-w-0 max-w-full items-baseline gap-1">
      <span className="shrink-0 text-xs text-muted">{t(type)}</span>
      {type === "exchange" ? <ExchangeName value={id} /> : <VisibleText value={id} className="truncate" />}
    </span>
  );
}

const OUTCOMES = {
  done: { icon: CircleCheck, tone: "good" },
  refused: { icon: Ban, tone: "warn" },
  failed: { icon: CircleX, tone: "bad" },
} as const;

/** What came of it. */
export function OutcomeBadge({ outcome }: Pick<ActionItem, "outcome">) {
  const t = useTranslations("actions.outcome");
  return <Badge {...OUTCOMES[outcome]}>{t(outcome)}</Badge>;
}
