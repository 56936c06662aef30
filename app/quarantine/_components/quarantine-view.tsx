"use client";

import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { DatabaseZap, SearchX, ShieldCheck } from "lucide-react";
import { useFormatter, useTranslations } from "next-intl";
import { useQueryStates } from "nuqs";
import { useMay } from "@/app/_access/me";
import { useReportPage } from "@/app/_frame/page-report";
import { useTRPC } from "@/app/_trpc/react";
import { ImportReport } from "@/components/quarantine/import-report";
import { QuarantineList } from "@/components/quarantine/quarantine-list";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { SidePanel } from "@/components/ui/side-panel";
import { ImportAll } from "./import-all";
import { OpenedMessage } from "./opened-message";
import { QuarantineFilters } from "./quarantine-filters";
import { QuarantineSkeleton } from "./quarantine-skeleton";
import { filterOf, PAGE_ROWS, quarantineParsers } from "./quarantine-state";
import { useImport } from "./use-import";

/** The quarantine: what could not be stored, why, and importing it again. All of its state is in the address. */
export function QuarantineView() {
  const t = useTranslations("quarantine");
  const format = useFormatter();
  const trpc = useTRPC();
  const allowed = useMay();
  const [state, setState] = useQueryStates(quarantineParsers, { history: "push" });
  const filter = filterOf(state);
  const summary = useQuery(trpc.quarantine.summary.queryOptions());
  const list = useInfiniteQuery(
    trpc.quarantine.list.infiniteQueryOptions(
      { ...filter, state: state.state, limit: PAGE_ROWS },
      { getNextPageParam: (page) => page.nextCursor },
    ),
  );
  const imports = useImport();
  useReportPage({ busy: list.isFetching && !list.isFetchingNextPage });

  const items = list.data?.pages.flatMap((page) => page.items) ?? [];
  const filtered = Object.keys(filter).length > 0;
  const nothingEver = summary.data?.open === 0 && state.state === "open" && !filtered;
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <header className="flex flex-wrap items-center gap-x-4 gap-y-2 border-b border-line bg-surface px-4 py-2.5">
        <div className="min-w-0 flex-1 basis-72">
          <h1 className="text-lg font-semibold">{t("title")}</h1>
          <p className="text-xs text-muted">
            {summary.data &&
              (summary.data.oldestOpenAt === null
                ? t("noneOpen", { imported: summary.data.imported })
                : t("open", {
                    count: summary.data.open,
                    imported: summary.data.imported,
                    since: format.dateTime(new Date(summary.data.oldestOpenAt), {
                      dateStyle: "medium",
                      timeStyle: "short",
                    }),
                  }))}
          </p>
        </div>
        <QuarantineFilters
          state={state}
          summary={summary.data}
          onChange={(next) => setState({ ...next, selected: null })}
        />
        {allowed("quarantine.import") && (
          <ImportAll
            filter={filter}
            filtered={filtered}
            disabled={!summary.data?.open || imports.run?.state === "running"}
            onStart={(preview, reason) => void imports.start(filter, preview, reason)}
          />
        )}
      </header>
      {imports.run && <ImportReport run={imports.run} onStop={imports.stop} onClose={imports.clear} />}
      <div className="flex min-h-0 flex-1">
        <section aria-label={t("list")} className="min-w-0 flex-1 overflow-y-auto -outline-offset-2">
          {list.isError && items.length === 0 ? (
            <Notice
              icon={DatabaseZap}
              role="alert"
              title={t("failed")}
              actions={<Button onClick={() => list.refetch()}>{t("retry")}</Button>}
            >
              <p className="text-ink">{list.error.message}</p>
              <p className="mt-1">{t("failedHint")}</p>
            </Notice>
          ) : list.isPending ? (
            <QuarantineSkeleton />
          ) : items.length > 0 ? (
            <>
              <QuarantineList
                items={items}
                selected={state.selected}
                onSelect={(selected) => setState({ selected }, { history: "replace" })}
              />
              <div className="flex justify-center px-4 py-3">
                {list.hasNextPage ? (
                  <Button disabled={list.isFetchingNextPage} onClick={() => list.fetchNextPage()}>
                    {t(list.isFetchingNextPage ? "loading" : "more")}
                  </Button>
                ) : (
                  <p className="text-xs text-muted">{t("end", { count: items.length })}</p>
                )}
              </div>
            </>
          ) : nothingEver ? (
            <Notice icon={ShieldCheck} title={t("nothingWrong")}>
              {t("nothingWrongHint")}
            </Notice>
          ) : (
            <Notice
              icon={SearchX}
              title={t("noMatch")}
              actions={
                <Button onClick={() => setState({ vhost: null, exchange: null, code: null, state: null })}>
                  {t("clear")}
                </Button>
              }
            >
              {t("noMatchHint")}
            </Notice>
          )}
        </section>
        {state.selected !== null && (
          <SidePanel label={t("opened")} name="quarantine">
            <OpenedMessage
              key={state.selected}
              id={state.selected}
              onClose={() => setState({ selected: null }, { history: "replace" })}
            />
          </SidePanel>
        )}
      </div>
    </div>
  );
}
