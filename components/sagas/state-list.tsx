import clsx from "clsx";
import { Pencil } from "lucide-react";
import { useTranslations } from "next-intl";
import { VisibleText } from "@/components/ui/visible-text";
import type { StreamState } from "@/server/sagas/saga-state-schemas";
import { MOST_ROWS, type StateRow, stateRows } from "./state-rows";

/** The streams of a saga as they were at a moment: first the one that the last event changed, with what it changed marked. */
export function StateList({ streams, changed }: { streams: readonly StreamState[]; changed: string | null }) {
  const t = useTranslations("saga.state");
  if (streams.length === 0) return <p className="px-4 py-6 text-sm text-muted">{t("nothing")}</p>;
  const first = streams.filter(({ streamId }) => streamId === changed);
  const others = streams.filter(({ streamId }) => streamId !== changed);
  return (
    <div className="divide-y divide-line pb-2">
      {[...first, ...others].map((stream) => (
        <section key={stream.streamId} aria-label={stream.streamId} className="py-2">
          <header className="flex flex-wrap items-baseline gap-x-3 px-4 pb-1">
            <h3 className="min-w-0 text-sm font-semibold [overflow-wrap:anywhere]">
              <VisibleText value={stream.streamId} />
            </h3>
            <span className="text-xs text-muted">
              {t("version", { version: stream.version })} · {t(`certainty.${stream.certainty}`)}
            </span>
          </header>
          {stream.changes?.length === 0 && <p className="px-4 pb-1 text-xs text-muted">{t("noChange")}</p>}
          <Rows rows={stateRows(stream)} />
        </section>
      ))}
    </div>
  );
}

function Rows({ rows }: { rows: readonly StateRow[] }) {
  const t = useTranslations("saga.state");
  return (
    <dl className="text-xs">
      {rows.map((row) => {
        const { path, value, before } = row;
        const isChanged = before !== undefined;
        return (
          <div
            key={`${path} ${value === null}`}
            className={clsx(
              "grid grid-cols-[minmax(5rem,11rem)_minmax(0,1fr)] gap-x-3 px-4 py-0.5",
              isChanged && "bg-accent-soft",
            )}
          >
            <dt className="flex min-w-0 items-start gap-1.5 text-muted">
              <VisibleText value={path === "" ? "·" : path} className="truncate font-mono" />
              {isChanged && <Pencil aria-label={t("changed")} className="mt-1 size-3 shrink-0" />}
            </dt>
            <dd className="min-w-0 font-mono [overflow-wrap:anywhere]">
              {before != null && (
                <del className="me-2 text-muted">
                  <VisibleText value={short(before)} title={false} />
                </del>
              )}
              {value !== null && (
                <VisibleText
                  value={short(value)}
                  title={false}
                  className={isChanged ? "font-semibold" : ""}
                />
              )}
            </dd>
          </div>
        );
      })}
      {rows.length >= MOST_ROWS && <p className="px-4 pt-1 text-muted">{t("more", { count: MOST_ROWS })}</p>}
    </dl>
  );
}

const short = (text: string) => (text.length <= 300 ? text : `${text.slice(0, 300)}…`);
