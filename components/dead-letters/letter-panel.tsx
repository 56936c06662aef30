"use client";

import { ExternalLink, X } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { HeadersView } from "@/components/events/headers-view";
import { PayloadView } from "@/components/events/payload-view";
import { MaskedFields } from "@/components/masking/masked-notice";
import { Button } from "@/components/ui/button";
import { Scrolling } from "@/components/ui/scrolling";
import { VisibleText } from "@/components/ui/visible-text";
import type { DeadLetterDetail } from "@/server/dead-letters/dead-letter-schemas";
import { Ago } from "./ago";
import { ClaimBadge, StateBadge, TriesBadge } from "./badges";
import { LetterError } from "./letter-error";
import { LetterStory } from "./letter-story";

interface Props {
  detail: DeadLetterDetail;
  /** What can be done with it. */
  actions: ReactNode;
  /** What people did to it. */
  done: ReactNode;
  onClose: () => void;
}

/** A dead letter beside the list: why it died, what was tried, and what it says. */
export function LetterPanel({ detail, actions, done, onClose }: Props) {
  const t = useTranslations("deadLetters");
  const { item, body, properties } = detail;
  return (
    <div className="flex h-full min-h-0 flex-col">
      <header className="flex shrink-0 items-start gap-2 border-b border-line px-4 pt-3 pb-2">
        <div className="min-w-0 flex-1">
          <h2 className="truncate text-lg font-semibold">
            {item.eventType === null ? t("notAnEvent") : <VisibleText value={item.eventType} />}
          </h2>
          <div className="mt-0.5 flex flex-wrap items-center gap-x-2 gap-y-1 text-xs text-muted tabular-nums">
            <span>
              {t("diedAgo")} <Ago value={item.diedAt} />
            </span>
            <StateBadge state={item.state} />
            <TriesBadge tries={item.tries} />
            {item.claim && <ClaimBadge by={item.claim.by} />}
          </div>
        </div>
        <Link
          href={`/dead-letters/${item.id}`}
          aria-label={t("openPage")}
          title={t("openPage")}
          className="inline-flex min-h-8 min-w-8 items-center justify-center rounded-md text-muted hover:bg-raised hover:text-ink"
        >
          <ExternalLink aria-hidden className="size-4" />
        </Link>
        <Button look="quiet" aria-label={t("close")} title={t("close")} onClick={onClose} className="px-1.5">
          <X aria-hidden className="size-4" />
        </Button>
      </header>
      <Scrolling className="divide-y divide-line">
        <section className="flex flex-col gap-3 px-4 py-3">
          <LetterError letter={item} />
          <div className="flex flex-wrap items-center gap-2 empty:hidden">{actions}</div>
        </section>
        <section aria-label={t("body")} className="flex h-80 flex-col">
          {detail.contentGone ? (
            <p className="px-4 py-6 text-sm text-muted">{t("contentGone")}</p>
          ) : (
            <PayloadView id={item.id} download={null} body={body} size={item.bodySize} onFilter={() => {}} />
          )}
        </section>
        <section aria-label={t("story.title")}>
          <h3 className="px-4 pt-3 text-xs font-semibold text-muted">{t("story.title")}</h3>
          <LetterStory detail={detail} />
        </section>
        {done}
        <section aria-label={t("headers")}>
          <h3 className="px-4 pt-3 text-xs font-semibold text-muted">{t("headers")}</h3>
          <MaskedFields count={detail.maskedFields} />
          <HeadersView entries={properties.headers} />
        </section>
      </Scrolling>
    </div>
  );
}
