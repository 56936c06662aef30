"use client";

import clsx from "clsx";
import { Ban, Sparkle, TrendingUp, Undo2 } from "lucide-react";
import Link from "next/link";
import { useFormatter, useTranslations } from "next-intl";
import { useNow } from "@/components/complaints/now";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { VisibleText } from "@/components/ui/visible-text";
import type { CauseGroup } from "@/server/dead-letters/group-schemas";
import { Ago } from "./ago";
import { ClassBadge, ReasonText } from "./badges";
import { CausePath, CauseTitle } from "./cause-title";
import { HourBars } from "./hour-bars";
import { StateBar } from "./state-bar";

interface Props {
  groups: readonly CauseGroup[];
  /** The row that the keys act on. */
  active: number;
  hrefOf: (group: CauseGroup) => string;
  /** Whether the reader may redrive and discard in the place of a group. */
  may: (group: CauseGroup) => { redrive: boolean; discard: boolean };
  onRedrive: (group: CauseGroup) => void;
  onDiscard: (group: CauseGroup) => void;
}

/** What dead letters died of: each cause with how much waits, since when, where, and what can be done. */
export function CauseList({ groups, active, ...rest }: Props) {
  const t = useTranslations("deadLetters");
  return (
    <ul aria-label={t("place.causes.title")} className="divide-y divide-line">
      {groups.map((group, index) => (
        <Cause key={group.id} group={group} active={index === active} {...rest} />
      ))}
    </ul>
  );
}

function Cause({
  group,
  active,
  hrefOf,
  may,
  onRedrive,
  onDiscard,
}: Omit<Props, "groups" | "active"> & { group: CauseGroup; active: boolean }) {
  const t = useTranslations("deadLetters");
  const format = useFormatter();
  const allowed = may(group);
  return (
    <li
      id={`cause-${group.id}`}
      className={clsx(
        "relative grid gap-x-5 gap-y-2 px-4 py-3 hover:bg-raised lg:grid-cols-[minmax(0,1fr)_10rem_9rem_auto] lg:items-center",
        active && "shadow-[inset_3px_0_0_var(--color-accent)]",
      )}
    >
      <div className="min-w-0">
        <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <h2 className="min-w-0 text-sm font-semibold">
            <Link href={hrefOf(group)} className="after:absolute after:inset-0 hover:underline">
              <CauseTitle cause={group} />
            </Link>
          </h2>
          <ClassBadge errorClass={group.errorClass} />
          <Movement group={group} />
        </div>
        {group.signature !== "" && (
          <p className="mt-0.5 line-clamp-2 font-mono text-xs text-muted [overflow-wrap:anywhere]">
            <VisibleText value={group.signature} />
          </p>
        )}
        <p className="mt-1 flex flex-wrap gap-x-3 gap-y-0.5 text-xs text-muted">
          <CausePath cause={group} />
          {group.errorType && (
            <span>
              <ReasonText reason={group.reason} />
            </span>
          )}
          <span>
            {t("firstSeen")} <Ago value={group.firstAt} />
          </span>
        </p>
      </div>
      <div className="flex items-end gap-3 lg:block">
        <HourBars hours={group.hours} className="h-7 w-full max-w-40" />
        <p className="mt-1 flex flex-wrap gap-x-2 text-2xs text-muted tabular-nums *:whitespace-nowrap">
          <span>
            {t("lastSeen")} <Ago value={group.lastAt} />
          </span>
          {group.share !== null && group.share > 0 && (
            <span title={t("shareHint")}>
              {t("share", {
                share: format.number(group.share, {
                  style: "percent",
                  maximumFractionDigits: group.share < 0.1 ? 1 : 0,
                }),
              })}
            </span>
          )}
        </p>
      </div>
      <div className="flex flex-wrap items-baseline gap-x-2 lg:block lg:text-end">
        <p>
          <span className="text-lg font-semibold tabular-nums">{format.number(group.waiting)}</span>{" "}
          <span className="text-xs text-muted">{t("waiting")}</span>
        </p>
        <StateBar counts={group.counts} end />
      </div>
      <div className="relative flex gap-1.5 empty:hidden lg:w-52 lg:justify-end">
        {allowed.redrive && (
          <Button disabled={group.waiting === 0} onClick={() => onRedrive(group)}>
            <Undo2 aria-hidden className="size-4" />
            {t("redrive")}
          </Button>
        )}
        {allowed.discard && (
          <Button look="quiet" disabled={group.counts.held === 0} onClick={() => onDiscard(group)}>
            <Ban aria-hidden className="size-4" />
            {t("discard")}
          </Button>
        )}
      </div>
    </li>
  );
}

const HOUR_MS = 3_600_000;

/** New within the last two hours, or growing: more in the last two hours than in the hours before would let one expect. */
function Movement({ group: { firstAt, hours } }: { group: CauseGroup }) {
  const t = useTranslations("deadLetters");
  const now = useNow();
  if (now - Date.parse(firstAt) < 2 * HOUR_MS)
    return (
      <Badge icon={Sparkle} tone="accent">
        {t("new")}
      </Badge>
    );
  const lately = hours.slice(-2).reduce((sum, count) => sum + count, 0);
  const before = hours.slice(0, -2).reduce((sum, count) => sum + count, 0);
  const usual = (before / Math.max(1, hours.length - 2)) * 2;
  if (lately < 10 || lately < usual * 3) return null;
  return (
    <Badge icon={TrendingUp} tone="bad">
      {t("growing")}
    </Badge>
  );
}
