"use client";

import { ArrowLeft } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Ago } from "@/components/dead-letters/ago";
import { CopyButton } from "@/components/ui/copy-button";
import { VisibleText } from "@/components/ui/visible-text";
import type { RedriveView } from "@/server/redrive/redrive-schemas";
import { StatusBadge } from "./badges";
import { useDestination } from "./redrive-facts";

/** Head of the page of a redrive: how much of what, how it stands, and what can be done (`children`). */
export function RedriveHeader({ redrive, children }: { redrive: RedriveView; children: ReactNode }) {
  const t = useTranslations("redrives");
  const destination = useDestination();
  return (
    <header className="border-b border-line bg-surface px-4 py-3">
      <div className="mx-auto flex max-w-[112rem] flex-wrap items-start gap-x-4 gap-y-3">
        <div className="min-w-0 flex-1 basis-96">
          <Link
            href="/dead-letters/redrives"
            className="mb-0.5 flex min-h-6 w-fit items-center gap-1.5 text-xs text-muted hover:text-ink"
          >
            <ArrowLeft aria-hidden className="size-3.5 rtl:rotate-180" />
            {t("toRedrives")}
          </Link>
          <h1 className="text-xl font-semibold tracking-tight text-pretty">
            {t(redrive.kind === "release" ? "releaseTitle" : "title", { count: redrive.total })}
          </h1>
          <div className="mt-1.5 flex flex-wrap items-center gap-x-3 gap-y-1.5 text-sm text-muted">
            <StatusBadge status={redrive.status} />
            <span>{destination(redrive)}</span>
            <span>
              {t("by")} <VisibleText value={redrive.createdBy} className="text-ink" />,{" "}
              <Ago value={redrive.createdAt} />
            </span>
            <CopyButton text={redrive.id} label={t("copyId")}>
              <span className="font-mono text-xs">{redrive.id.slice(0, 8)}</span>
            </CopyButton>
          </div>
        </div>
        <div className="flex flex-wrap items-center gap-2">{children}</div>
      </div>
    </header>
  );
}
