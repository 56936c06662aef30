"use client";

import { DatabaseZap, SearchX, Workflow } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { useListKeys } from "@/app/_frame/use-list-keys";
import { SagaList, type SagaListKind, SagaListSkeleton } from "@/components/sagas/list/saga-list";
import type { CellFilter } from "@/components/tables/table-column";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import type { VirtualRowsHandle } from "@/components/ui/virtual-rows";
import { isFiltered, type SagasState } from "./sagas-state";
import type { useSagaList } from "./use-saga-list";

interface Props {
  kind: SagaListKind;
  columns: SagasState["cols"];
  onColumns: (columns: string[] | null) => void;
  list: ReturnType<typeof useSagaList>;
  state: SagasState;
  onFilter: (filter: CellFilter) => void;
  onClear: () => void;
  onWiden: () => void;
}

/** The rows, loaded as they are scrolled; Enter opens the saga that the keys are at. */
export function SagaTable({ kind, columns, onColumns, list, state, onFilter, onClear, onWiden }: Props) {
  const t = useTranslations("sagas");
  const router = useRouter();
  const handle = useRef<VirtualRowsHandle>(null);
  const [active, setActive] = useState(0);
  const { query, items, more, looking } = list;
  const { hasNextPage, isFetchingNextPage, isFetchNextPageError } = query;
  const open = useCallback((id: string) => router.push(`/sagas/${id}`), [router]);
  const keys = useMemo(
    () => ({
      move: (step: number) => {
        const next = Math.max(0, Math.min(items.length - 1, active + step));
        setActive(next);
        handle.current?.reveal(next);
      },
      open: () => items[active] && open(items[active].id),
      close: () => {},
    }),
    [items, active, open],
  );
  useListKeys(keys);
  // Another question has other rows.
  const { cols: _, live: __, ...asked } = state;
  const question = JSON.stringify(asked);
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is the question that matters
  useEffect(() => {
    setActive(0);
    handle.current?.toTop();
  }, [question]);
  const ranged = state.range !== "all" || state.from !== null || state.to !== null;
  const filtered = isFiltered(state);
  const foot = query.isPlaceholderData ? null : hasNextPage || isFetchingNextPage ? (
    <div className="flex flex-wrap items-center justify-center gap-3 px-4 py-3 text-xs text-muted">
      {isFetchNextPageError && <span className="text-bad">{t("moreFailed")}</span>}
      <Button onClick={more} disabled={isFetchingNextPage}>
        {t(isFetchingNextPage ? "loadingMore" : "more")}
      </Button>
    </div>
  ) : (
    <p className="px-4 py-4 text-center text-xs text-muted">{t(`end.${kind}`, { count: items.length })}</p>
  );
  return (
    <section aria-label={t(`place.${kind}`)} className="relative min-h-0 flex-1">
      {query.isError && items.length === 0 ? (
        <Notice
          icon={DatabaseZap}
          role="alert"
          title={t("failed")}
          actions={<Button onClick={() => query.refetch()}>{t("retry")}</Button>}
        >
          {query.error.message}
        </Notice>
      ) : looking || (query.isPending && items.length === 0) ? (
        <SagaListSkeleton kind={kind} columns={columns} />
      ) : items.length > 0 ? (
        <SagaList
          kind={kind}
          columns={columns}
          onColumns={onColumns}
          handle={handle}
          items={items}
          complete={!hasNextPage && !query.isPlaceholderData}
          active={active}
          stale={query.isPlaceholderData}
          onOpen={open}
          onFilter={onFilter}
          onNearEnd={() => !isFetchNextPageError && more()}
          foot={foot}
        />
      ) : (
        <Notice
          icon={filtered ? SearchX : Workflow}
          title={t(filtered ? "noMatch" : ranged ? `quiet.${kind}` : `empty.${kind}`)}
          actions={
            <>
              {ranged && <Button onClick={onWiden}>{t("widen")}</Button>}
              {filtered && <Button onClick={onClear}>{t("clear")}</Button>}
            </>
          }
        >
          {t(filtered ? "noMatchHint" : ranged ? "quietHint" : `emptyHint.${kind}`)}
        </Notice>
      )}
    </section>
  );
}
