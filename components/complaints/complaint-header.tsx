"use client";

import { ArrowLeft } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { CopyButton } from "@/components/ui/copy-button";
import { VisibleText } from "@/components/ui/visible-text";
import type { ComplaintView } from "@/server/complaints/view-schemas";
import { CompensationBadge, PriorityBadge, StatusBadge } from "./complaint-badges";
import { Due } from "./due";
import { Person } from "./person";

/** Head of the page of a complaint: what it is about, where it stands, whose it is, and what can be done (`children`). */
export function ComplaintHeader({
  view,
  people,
  me,
  children,
}: {
  view: ComplaintView;
  people: Readonly<Record<string, string>>;
  me: string | undefined;
  children: ReactNode;
}) {
  const t = useTranslations("complaint");
  return (
    <header className="border-b border-line bg-surface px-4 py-3">
      <div className="mx-auto flex max-w-[112rem] flex-wrap items-start gap-x-4 gap-y-2">
        <div className="min-w-0 flex-1 basis-96">
          <Link
            href="/complaints"
            className="mb-0.5 flex min-h-6 w-fit items-center gap-1.5 text-xs text-muted hover:text-ink"
          >
            <ArrowLeft aria-hidden className="size-3.5 rtl:rotate-180" />
            {t("back")}
          </Link>
          <h1 className="min-w-0 text-xl font-semibold tracking-tight text-pretty [overflow-wrap:anywhere]">
            <VisibleText value={view.title} title={false} />
          </h1>
          <div className="mt-1.5 flex flex-wrap items-center gap-x-4 gap-y-1.5 text-sm">
            <span className="flex flex-wrap items-center gap-1.5">
              <StatusBadge status={view.status} />
              <PriorityBadge priority={view.priority} />
              <CompensationBadge compensation={view.compensation} />
            </span>
            <Person id={view.assignedTo} people={people} me={me} />
            <Due complaint={view} bar={false} />
            <CopyButton text={view.id} label={t("copyId")}>
              <span className="font-mono text-xs">{view.id.slice(0, 8)}</span>
            </CopyButton>
          </div>
        </div>
        {children}
      </div>
    </header>
  );
}
