"use client";

import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { DatabaseZap, PartyPopper, SearchX } from "lucide-react";
import { useRouter } from "next/navigation";
import { useFormatter, useTranslations } from "next-intl";
import { useQueryStates } from "nuqs";
import { useCallback, useMemo, useState } from "react";
import { useMay } from "@/app/_access/me";
import { useReportPage } from "@/app/_frame/page-report";
import { useListKeys } from "@/app/_frame/use-list-keys";
import { useTRPC } from "@/app/_trpc/react";
import { NowProvider } from "@/components/complaints/now";
import { CauseList } from "@/components/dead-letters/cause-list";
import { RoomHead } from "@/components/dead-letters/room-head";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import type { CauseGroup } from "@/server/dead-letters/group-schemas";
import { ListSkeleton } from "../../_components/list-skeleton";
import { RedriveDialog } from "../../_components/redrive-dialog";
import { SettleDialog } from "../../_components/settle-dialog";
import type { Targeted } from "../../_components/targeted";
import { useTriageKeys } from "../../_components/use-triage-keys";
import { CauseFilters } from "./cause-filters";
import { causesParsers, groupsInputOf } from "./causes-state";

/** How often the numbers are asked for again while somebody looks. */
const EVERY_MS = 10_000;

/** What dead letters died of, the heaviest cause first. All of its state is in the address. */
export function CausesView({ anchor }: { anchor: string }) {
  const t = useTranslations("deadLetters");
  const trpc = useTRPC();
  const router = useRouter();
  const allowed = useMay();
  const [state, setState] = useQueryStates(causesParsers, { history: "push" });
  const [active, setActive] = useState(0);
  const [redriving, setRedriving] = useState<Targeted | null>(null);
  const [discarding, setDiscarding] = useState<CauseGroup | null>(null);
  const totals = useQuery(trpc.deadLetters.totals.queryOptions(undefined, { refetchInterval: EVERY_MS }));
  const list = useInfiniteQuery(
    trpc.deadLetters.groups.infiniteQueryOptions(groupsInputOf(state), {
      getNextPageParam: (page) => page.nextCursor,
      placeholderData: keepPreviousData,
      refetchInterval: EVERY_MS,
    }),
  );
  useReportPage({ busy: list.isFetching && !list.isFetchingNextPage });
  const groups = useMemo(() => list.data?.pages.flatMap((page) => page.items) ?? [], [list.data]);
  const current = groups[Math.min(active, groups.length - 1)];

  const hrefOf = useCallback(
    ({ id }: CauseGroup) =>
      `/dead-letters/messages?${new URLSearchParams({ group: id, state: state.state })}`,
    [state.state],
  );
  const may = (group: CauseGroup) => ({
    redrive: allowed("dead-letters.redrive", group),
    discard: allowed("dead-letters.discard", group),
  });
  const redrive = (group: CauseGroup) => setRedriving(targetedOf(group));
  const keys = useMemo(
    () => ({
      move: (step: number) => {
        const next = Math.max(0, Math.min(groups.length - 1, active + step));
        setActive(next);
        document.getElementById(`cause-${groups[next]?.id}`)?.scrollIntoView({ block: "nearest" });
      },
      open: () => current && router.push(hrefOf(current)),
      close: () => {},
    }),
    [groups, active, current, router, hrefOf],
  );
  useListKeys(keys);
  useTriageKeys({
    redrive: current && may(current).redrive ? () => redrive(current) : null,
    discard: current && may(current).discard ? () => setDiscarding(current) : null,
  });

  const filtered = Object.keys(groupsInputOf(state)).length > 3;
  return (
    <NowProvider anchor={anchor}>
      <div className="flex min-h-0 flex-1 flex-col">
        <RoomHead place="causes" about={<Standing />}>
          <CauseFilters state={state} totals={totals.data} onChange={(next) => setState(next)} />
        </RoomHead>
        <section
          aria-label={t("place.causes.title")}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
          tabIndex={0}
          className="min-h-0 flex-1 overflow-y-auto -outline-offset-2"
        >
          {list.isError && groups.length === 0 ? (
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
            <ListSkeleton />
          ) : groups.length > 0 ? (
            <div className={list.isPlaceholderData ? "opacity-60 transition-opacity delay-200" : undefined}>
              <CauseList
                groups={groups}
                active={active}
                hrefOf={hrefOf}
                may={may}
                onRedrive={redrive}
                onDiscard={setDiscarding}
              />
              <div className="flex justify-center border-t border-line px-4 py-3">
                {list.hasNextPage ? (
                  <Button disabled={list.isFetchingNextPage} onClick={() => list.fetchNextPage()}>
                    {t(list.isFetchingNextPage ? "loading" : "more")}
                  </Button>
                ) : (
                  <p className="text-xs text-muted">{t("endOfCauses", { count: groups.length })}</p>
                )}
              </div>
            </div>
          ) : filtered || state.state !== "waiting" ? (
            <Notice
              icon={SearchX}
              title={t("noCause")}
              actions={<Button onClick={() => setState(null)}>{t("clear")}</Button>}
            >
              {t("noCauseHint")}
            </Notice>
          ) : (
            <Notice icon={PartyPopper} title={t("nothingWaits")}>
              {t("nothingWaitsHint")}
            </Notice>
          )}
        </section>
      </div>
      <RedriveDialog targeted={redriving} onClose={() => setRedriving(null)} />
      <SettleDialog
        change="discard"
        selection={discarding && { filter: { groupId: discarding.id, state: "held" } }}
        onClose={() => setDiscarding(null)}
      />
    </NowProvider>
  );
}

/** All of a cause that waits. */
function targetedOf({ id, vhost, queue, waiting, counts }: CauseGroup): Targeted {
  return {
    selection: { filter: { groupId: id, state: "waiting" } },
    count: waiting,
    observed: counts.observed > 0 ? [{ vhost, queue }] : [],
  };
}

/** How it stands in all, in one line. */
function Standing() {
  const t = useTranslations("deadLetters");
  const format = useFormatter();
  const { data } = useQuery(useTRPC().deadLetters.totals.queryOptions());
  if (!data) return null;
  return (
    <p>
      {data.oldestWaitingAt === null
        ? t("standing.none")
        : t("standing.some", {
            count: data.waiting,
            causes: data.groups,
            since: format.dateTime(new Date(data.oldestWaitingAt), {
              dateStyle: "medium",
              timeStyle: "short",
            }),
          })}{" "}
      {t("standing.settled", { redriven: data.counts.redriven, discarded: data.counts.discarded })}
    </p>
  );
}
