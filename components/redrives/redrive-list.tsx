"use client";

import clsx from "clsx";
import Link from "next/link";
import { useFormatter, useTranslations } from "next-intl";
import { Ago } from "@/components/dead-letters/ago";
import { VisibleText } from "@/components/ui/visible-text";
import type { RedriveView } from "@/server/redrive/redrive-schemas";
import { StatusBadge } from "./badges";
import { ProgressBar, progressOf } from "./progress-bar";
import { useDestination } from "./redrive-facts";

/** Redrives, newest first: what was sent where, by whom, how far it has come, and what came back dead. */
export function RedriveList({ redrives, active }: { redrives: readonly RedriveView[]; active: number }) {
  const t = useTranslations("redrives");
  return (
    <ul aria-label={t("list")} className="divide-y divide-line">
      {redrives.map((redrive, index) => (
        <Redrive key={redrive.id} redrive={redrive} active={index === active} />
      ))}
    </ul>
  );
}

function Redrive({ redrive, active }: { redrive: RedriveView; active: boolean }) {
  const t = useTranslations("redrives");
  const format = useFormatter();
  const destination = useDestination();
  const { settled, deadAgain } = progressOf(redrive);
  return (
    <li
      id={`redrive-${redrive.id}`}
      className={clsx(
        "relative grid gap-x-5 gap-y-1.5 px-4 py-3 hover:bg-raised lg:grid-cols-[minmax(0,1fr)_16rem_9rem] lg:items-center",
        active && "shadow-[inset_3px_0_0_var(--color-accent)]",
      )}
    >
      <div className="min-w-0">
        <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <h2 className="min-w-0 text-sm font-semibold">
            <Link
              href={`/dead-letters/redrives/${redrive.id}`}
              className="after:absolute after:inset-0 hover:underline"
            >
              {t(redrive.kind === "release" ? "releaseTitle" : "title", { count: redrive.total })}
            </Link>
          </h2>
          <StatusBadge status={redrive.status} />
        </div>
        <p className="mt-0.5 flex flex-wrap gap-x-3 text-xs text-muted">
          <span>{destination(redrive)}</span>
          <span>
            {t("by")} <VisibleText value={redrive.createdBy} className="text-ink" />
          </span>
          <Ago value={redrive.createdAt} />
        </p>
        {redrive.reason && (
          <p className="mt-0.5 truncate text-xs text-muted">
            <VisibleText value={redrive.reason} />
          </p>
        )}
      </div>
      <ProgressBar redrive={redrive} bare />
      <p className="text-xs text-muted tabular-nums lg:text-end">
        <span className="font-medium text-ink">
          {format.number(settled)} / {format.number(redrive.total)}
        </span>
        {deadAgain > 0 && <span className="block text-bad">{t("deadAgain", { count: deadAgain })}</span>}
      </p>
    </li>
  );
}
