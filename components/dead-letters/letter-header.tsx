"use client";

import { ArrowLeft } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { When } from "@/components/complaints/when";
import { CopyButton } from "@/components/ui/copy-button";
import { VisibleText } from "@/components/ui/visible-text";
import type { DeadLetterItem } from "@/server/dead-letters/dead-letter-schemas";
import { Ago } from "./ago";
import { ClaimBadge, ClassBadge, StateBadge, TriesBadge } from "./badges";
import { CausePath } from "./cause-title";

/** Head of the page of a dead letter: what it is, how it stands, and what can be done (`children`). */
export function LetterHeader({ item, children }: { item: DeadLetterItem; children: ReactNode }) {
  const t = useTranslations("deadLetters");
  const { queue, exchange, failedQueue, claim } = item;
  return (
    <header className="border-b border-line bg-surface px-4 py-3">
      <div className="mx-auto flex max-w-[112rem] flex-wrap items-start gap-x-4 gap-y-3">
        <div className="min-w-0 flex-1 basis-96">
          <Link
            href={`/dead-letters/messages?group=${item.groupId}&state=all`}
            className="mb-0.5 flex min-h-6 w-fit items-center gap-1.5 text-xs text-muted hover:text-ink"
          >
            <ArrowLeft aria-hidden className="size-3.5 rtl:rotate-180" />
            {t("sameCause")}
          </Link>
          <h1 className="min-w-0 text-xl font-semibold tracking-tight text-pretty [overflow-wrap:anywhere]">
            {item.eventType === null ? t("notAnEvent") : <VisibleText value={item.eventType} title={false} />}
          </h1>
          <div className="mt-1.5 flex flex-wrap items-center gap-x-3 gap-y-1.5 text-sm text-muted">
            <StateBadge state={item.state} />
            <TriesBadge tries={item.tries} />
            <ClassBadge errorClass={item.errorClass} />
            {claim && <ClaimBadge by={claim.by} />}
            <span className="tabular-nums">
              {t("diedAgo")} <Ago value={item.diedAt} /> (<When value={item.diedAt} />)
            </span>
            <CausePath cause={{ queue, exchange, failedQueue: failedQueue ?? "" }} />
            <CopyButton text={item.id} label={t("copyId")}>
              <span className="font-mono text-xs">{item.id}</span>
            </CopyButton>
          </div>
        </div>
        <div className="flex flex-wrap items-center gap-2">{children}</div>
      </div>
    </header>
  );
}
