"use client";

import { useQuery } from "@tanstack/react-query";
import { ArrowLeft, FileX } from "lucide-react";
import dynamic from "next/dynamic";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useTRPC } from "@/app/_trpc/react";
import { Notice } from "@/components/ui/notice";
import { Scrolling } from "@/components/ui/scrolling";
import { makeVisible } from "@/components/ui/visible-text";

/** The editor brings its libraries along, when there is something to edit. */
const DeadLetterEditor = dynamic(() => import("./dead-letter-editor"), { ssr: false, loading: Waiting });

/** The dead letter as it is now, in the editor. It is read once: what others do meanwhile must not take away what is typed. */
export function EditDeadLetter({ id }: { id: string }) {
  const t = useTranslations("deadLetterEdit");
  const trpc = useTRPC();
  const letter = useQuery(
    trpc.deadLetters.editable.queryOptions(
      { id },
      { retry: false, staleTime: Number.POSITIVE_INFINITY, gcTime: 0, refetchOnWindowFocus: false },
    ),
  );
  const [attempt, setAttempt] = useState(0);
  const again = () => void letter.refetch().then(() => setAttempt((before) => before + 1));
  return (
    <Scrolling>
      <div className="mx-auto flex max-w-6xl flex-col gap-4 p-4 md:px-6">
        <header>
          <Link
            href={`/dead-letters/${encodeURIComponent(id)}`}
            className="mb-1 flex min-h-6 w-fit items-center gap-1.5 text-xs text-muted hover:text-ink"
          >
            <ArrowLeft aria-hidden className="size-3.5 rtl:rotate-180" />
            {t("back")}
          </Link>
          <h1 className="text-xl font-semibold tracking-tight [overflow-wrap:anywhere]">
            {t("title", { id: makeVisible(id) })}
          </h1>
          {letter.data && (
            <p className="text-sm text-muted [overflow-wrap:anywhere]">
              {[
                letter.data.queue,
                letter.data.eventType,
                letter.data.version === 0 ? t("original") : t("version", { version: letter.data.version }),
              ]
                .filter((it) => it !== null)
                .map(makeVisible)
                .join(" · ")}
            </p>
          )}
        </header>
        {letter.error ? (
          <Notice icon={FileX} title={t("notRead")} role="alert">
            {letter.error.message}
          </Notice>
        ) : letter.data ? (
          <DeadLetterEditor key={attempt} letter={letter.data} onAgain={again} />
        ) : (
          <Waiting />
        )}
      </div>
    </Scrolling>
  );
}

function Waiting() {
  const t = useTranslations("deadLetterEdit");
  return (
    <div role="status" aria-label={t("loading")} className="flex flex-col gap-3">
      <div className="skeleton h-9 w-72" />
      <div className="skeleton h-96" />
    </div>
  );
}
