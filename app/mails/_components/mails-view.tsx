"use client";

import { keepPreviousData, useInfiniteQuery, useQuery, useQueryClient } from "@tanstack/react-query";
import { DatabaseZap, Mails, SearchX, X } from "lucide-react";
import { useTranslations } from "next-intl";
import { useQueryStates } from "nuqs";
import { useReportPage } from "@/app/_frame/page-report";
import { useTRPC } from "@/app/_trpc/react";
import { CardSkeleton } from "@/components/event/card";
import { MailList } from "@/components/mails/mail-list";
import { MailServers } from "@/components/mails/mail-servers";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { Scrolling } from "@/components/ui/scrolling";
import { Segmented } from "@/components/ui/segmented";
import { SidePanel } from "@/components/ui/side-panel";
import { useLiveComplaints } from "../../complaints/_components/use-live-complaints";
import { mailsInputOf, mailsParsers, WHICH } from "./mails-state";
import { OpenedMail } from "./opened-mail";

/** Mails about complaints, how they go out, and what waits for a person. Follows what is sent. */
export function MailsView() {
  const t = useTranslations("mails");
  const trpc = useTRPC();
  const queries = useQueryClient();
  const [{ which, selected }, setState] = useQueryStates(mailsParsers, { history: "push" });
  const summary = useQuery(trpc.mails.summary.queryOptions());
  const query = useInfiniteQuery(
    trpc.mails.list.infiniteQueryOptions(mailsInputOf({ which }), {
      getNextPageParam: (page) => page.nextCursor,
      placeholderData: keepPreviousData,
    }),
  );
  const live = useLiveComplaints(null, () => {
    void queries.invalidateQueries(trpc.mails.list.infiniteQueryFilter());
    void queries.invalidateQueries(trpc.mails.summary.queryFilter());
  });
  useReportPage({ live, busy: query.isFetching && !query.isFetchingNextPage });
  const mails = query.data?.pages.flatMap((page) => page.items) ?? [];
  const numbers = {
    in_doubt: summary.data?.inDoubt,
    failed: summary.data?.failed,
    planned: summary.data?.waiting,
  };
  const open = (id: string | null) => setState({ selected: id }, { history: "replace" });
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <header className="flex flex-col gap-2 border-b border-line bg-surface px-4 py-2.5">
        <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
          <div className="min-w-0 flex-1 basis-60">
            <h1 className="text-lg font-semibold">{t("title")}</h1>
            <p className="text-xs text-muted">{t("hint")}</p>
          </div>
          {summary.data && <MailServers servers={summary.data.servers} />}
        </div>
        <div className="flex">
          <Segmented
            label={t("which")}
            value={which}
            options={WHICH.map((value) => {
              const count = numbers[value as keyof typeof numbers];
              const name = value === "all" ? t("all") : t(`state.${value}`);
              return { value, label: count ? `${name} ${count}` : name };
            })}
            onChange={(which) => setState({ which, selected: null })}
          />
        </div>
      </header>
      <div className="flex min-h-0 flex-1">
        <section aria-label={t("title")} className="min-w-0 flex-1 overflow-y-auto">
          {query.isError && mails.length === 0 ? (
            <Notice
              icon={DatabaseZap}
              role="alert"
              title={t("failed")}
              actions={<Button onClick={() => query.refetch()}>{t("retry")}</Button>}
            >
              {query.error.message}
            </Notice>
          ) : query.isPending ? (
            <CardSkeleton lines={8} />
          ) : mails.length === 0 ? (
            <Notice icon={which === "all" ? Mails : SearchX} title={t(which === "all" ? "none" : "noneSuch")}>
              {t(which === "all" ? "noneHint" : "noneSuchHint")}
            </Notice>
          ) : (
            <div className={query.isPlaceholderData ? "opacity-60" : undefined}>
              <MailList mails={mails} selected={selected} onOpen={open} />
              {query.hasNextPage && (
                <div className="flex justify-center py-3">
                  <Button disabled={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
                    {t(query.isFetchingNextPage ? "loadingMore" : "more")}
                  </Button>
                </div>
              )}
            </div>
          )}
        </section>
        {selected !== null && (
          <SidePanel label={t("opened")} name="mail">
            <header className="flex items-center gap-2 border-b border-line px-4 py-2">
              <h2 className="min-w-0 flex-1 truncate text-lg font-semibold">
                {mails.find(({ id }) => id === selected)?.subject ?? t("content")}
              </h2>
              <Button look="quiet" aria-label={t("close")} className="px-1.5" onClick={() => open(null)}>
                <X aria-hidden className="size-4" />
              </Button>
            </header>
            <Scrolling className="p-4">
              <OpenedMail key={selected} id={selected} />
            </Scrolling>
          </SidePanel>
        )}
      </div>
    </div>
  );
}
