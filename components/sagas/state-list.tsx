"use client";

import clsx from "clsx";
import { ArrowRight, Equal } from "lucide-react";
import { useTranslations } from "next-intl";
import { JsonTree } from "@/components/json/json-tree";
import { useJsonIndex } from "@/components/json/use-json-index";
import { VisibleText } from "@/components/ui/visible-text";
import type { StreamState } from "@/server/sagas/saga-state-schemas";

/** The streams of a saga as they were at a moment: first the one that the last event changed, with what it changed. */
export function StateList({
  streams,
  changed,
  onFilter,
}: {
  streams: readonly StreamState[];
  changed: string | null;
  onFilter: (name: string | null, text: string) => void;
}) {
  const t = useTranslations("saga.state");
  const first = streams.filter(({ streamId }) => streamId === changed);
  const others = streams.filter(({ streamId }) => streamId !== changed);
  if (streams.length === 0) return <p className="px-4 py-6 text-sm text-muted">{t("nothing")}</p>;
  return (
    <div className="divide-y divide-line">
      {[...first, ...others].map((stream) => (
        <section key={stream.streamId} aria-label={stream.streamId}>
          <header
            className={clsx(
              "flex flex-wrap items-baseline gap-x-3 px-4 pt-2.5 pb-1",
              stream.streamId === changed && "bg-accent-soft pb-2.5",
            )}
          >
            <h3 className="min-w-0 text-sm font-semibold [overflow-wrap:anywhere]">
              <VisibleText value={stream.streamId} />
            </h3>
            <span className="text-xs text-muted">
              {t("version", { version: stream.version })} · {t(`certainty.${stream.certainty}`)}
            </span>
          </header>
          {stream.changes && <Changes changes={stream.changes} />}
          <Tree text={stream.state} onFilter={onFilter} />
        </section>
      ))}
    </div>
  );
}

const MOST_CHANGES = 60;

/** What an event changed, place by place; the new value is marked by more than its colour. */
function Changes({ changes }: { changes: NonNullable<StreamState["changes"]> }) {
  const t = useTranslations("saga.state");
  if (changes.length === 0) {
    return (
      <p className="flex items-center gap-2 px-4 py-2 text-sm text-muted">
        <Equal aria-hidden className="size-4" />
        {t("noChange")}
      </p>
    );
  }
  return (
    <ul aria-label={t("changes")} className="flex flex-col gap-1 px-4 py-2">
      {changes.slice(0, MOST_CHANGES).map(({ path, before, after }) => (
        <li key={path} className="grid grid-cols-[minmax(5rem,10rem)_minmax(0,1fr)] gap-x-3 text-xs">
          <VisibleText value={path === "" ? "·" : path} className="truncate font-mono text-muted" />
          <span className="flex min-w-0 flex-wrap items-baseline gap-x-1.5 font-mono">
            {before !== null && (
              <del className="min-w-0 text-muted [overflow-wrap:anywhere]">
                <VisibleText value={short(before)} title={false} />
              </del>
            )}
            {before !== null && (
              <ArrowRight aria-label={t("becomes")} className="size-3 shrink-0 self-center text-muted" />
            )}
            {after === null ? (
              <i className="text-muted">{t("gone")}</i>
            ) : (
              <ins className="min-w-0 bg-accent-soft px-0.5 font-semibold text-ink no-underline [overflow-wrap:anywhere]">
                <VisibleText value={short(after)} title={false} />
              </ins>
            )}
          </span>
        </li>
      ))}
      {changes.length > MOST_CHANGES && (
        <li className="text-xs text-muted">{t("moreChanges", { count: changes.length - MOST_CHANGES })}</li>
      )}
    </ul>
  );
}

const short = (text: string) => (text.length <= 160 ? text : `${text.slice(0, 160)}…`);

/** Lines of a state that are in sight at once. */
const HEIGHTS = ["h-24", "h-40", "h-56", "h-72"];

function Tree({ text, onFilter }: { text: string; onFilter: (name: string | null, text: string) => void }) {
  const t = useTranslations("json");
  const index = useJsonIndex(text);
  const height = HEIGHTS[Math.min(3, Math.floor(text.length / 120))]!;
  return (
    <div className={height}>
      {index ? (
        <JsonTree key={text} index={index} onFilter={onFilter} />
      ) : (
        <p role="status" className="px-4 py-3 text-sm text-muted">
          {t("reading")}
        </p>
      )}
    </div>
  );
}
