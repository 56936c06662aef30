"use client";

import { keepPreviousData, useQuery, useQueryClient } from "@tanstack/react-query";
import { Columns3, MessageSquarePlus, Table2 } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useQueryStates } from "nuqs";
import { useMay } from "@/app/_access/me";
import { useReportPage } from "@/app/_frame/page-report";
import { useShortcut } from "@/app/_frame/shortcuts";
import { useTRPC } from "@/app/_trpc/react";
import { ComplaintFilters } from "@/components/complaints/complaint-filters";
import { ComplaintColumnMenu } from "@/components/complaints/complaint-list";
import { LagLine } from "@/components/complaints/lag-line";
import { NowProvider } from "@/components/complaints/now";
import { LinkButton } from "@/components/ui/link-button";
import { Segmented } from "@/components/ui/segmented";
import { PRIORITIES, SORTS, STATUSES } from "@/server/complaints/words";
import { Board } from "./board";
import { ComplaintTable } from "./complaint-table";
import { type ComplaintsState, complaintsParsers, filterOf } from "./complaints-state";
import { useLiveComplaints } from "./use-live-complaints";

const NO_FILTERS = { quick: "all", status: null, priority: null, category: null, q: null } as const;

/** Complaints as a table or a board. All of its state is in the address; it follows what others do. */
export function ComplaintsView({ anchor }: { anchor: string }) {
  const t = useTranslations("complaints");
  const trpc = useTRPC();
  const queries = useQueryClient();
  const allowed = useMay();
  const [state, setState] = useQueryStates(complaintsParsers, { history: "push" });
  const { cols: _, view, sort, ...filters } = state;
  const counts = useQuery(
    trpc.complaints.counts.queryOptions(filterOf(state), { placeholderData: keepPreviousData }),
  );
  const categories = useQuery(trpc.complaints.categories.queryOptions());
  const live = useLiveComplaints(null, () => {
    void queries.invalidateQueries(trpc.complaints.list.infiniteQueryFilter());
    void queries.invalidateQueries(trpc.complaints.counts.queryFilter());
  });
  useReportPage({ live, busy: counts.isFetching });
  const handles = allowed("complaints.handle");
  const columns = {
    columns: state.cols,
    onColumns: (cols: ComplaintsState["cols"]) => setState({ cols }, { history: "replace" }),
  };
  const filtered = Object.values(filters).some((value) => value !== null && value !== "all");
  return (
    <NowProvider anchor={anchor}>
      <div className="flex min-h-0 flex-1 flex-col">
        <header className="flex flex-col gap-2 border-b border-line bg-surface px-4 py-2.5">
          <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
            <div className="min-w-0 flex-1 sm:basis-60 max-sm:basis-full">
              <h1 className="text-lg font-semibold">{t("title")}</h1>
              <p className="text-xs text-muted max-sm:hidden">{t("hint")}</p>
            </div>
            <Segmented
              label={t("view")}
              value={view}
              options={[
                { value: "table", label: t("table"), icon: Table2 },
                { value: "board", label: t("board"), icon: Columns3 },
              ]}
              onChange={(view) => setState({ view })}
            />
            {view === "table" && <ComplaintColumnMenu {...columns} />}
            {handles && <NewComplaint />}
          </div>
          <ComplaintFilters
            values={{ ...filters, sort }}
            statuses={STATUSES}
            priorities={PRIORITIES}
            sorts={SORTS}
            categories={categories.data ?? []}
            board={view === "board"}
            handles={handles}
            onChange={setState}
          />
        </header>
        <LagLine lag={counts.data?.lag} />
        {view === "board" ? (
          <Board state={state} counts={counts.data} />
        ) : (
          <ComplaintTable
            state={state}
            columns={columns}
            filtered={filtered}
            onFilter={({ field, value }) => setState({ [field]: value })}
            onClear={() => setState(NO_FILTERS)}
          />
        )}
      </div>
    </NowProvider>
  );
}

function NewComplaint() {
  const t = useTranslations("complaints");
  const router = useRouter();
  useShortcut({ keys: "n", label: t("new"), group: "page" }, () => router.push("/complaints/new"));
  return (
    <LinkButton href="/complaints/new" look="primary" aria-keyshortcuts="n" className="max-sm:ms-auto">
      <MessageSquarePlus aria-hidden className="size-4" />
      <span className="max-sm:sr-only">{t("new")}</span>
    </LinkButton>
  );
}
