"use client";

import { ArrowRight, CircleOff, CirclePlay } from "lucide-react";
import { useFormatter, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { useSpan } from "@/components/sagas/timeline/use-span";
import type { FlowGraph } from "@/server/flows/flow";
import { type OpenedWay, sameWay } from "./flow-elements";
import { ShareBar } from "./share-bar";
import { TypeName } from "./type-name";

/** The flow map as tables: the same numbers, and the way to what stands behind them by keyboard. */
export function FlowTable({
  graph,
  opened,
  onOpen,
}: {
  graph: FlowGraph;
  opened: OpenedWay | null;
  onOpen: (way: OpenedWay) => void;
}) {
  const t = useTranslations("flows");
  const format = useFormatter();
  const span = useSpan();
  const percent = (value: number) =>
    format.number(value, { style: "percent", maximumFractionDigits: value > 0 && value < 0.1 ? 1 : 0 });
  const starts = new Map(graph.starts.map(({ type, count }) => [type, count]));
  const ends = new Map(graph.ends.map(({ type, count }) => [type, count]));
  return (
    <div className="flex flex-col gap-4 p-4">
      <Table
        title={t("table.ways")}
        head={[t("column.way"), t("column.count"), t("column.share"), "p50", "p95", t("column.deadRate")]}
      >
        {graph.edges.map((edge) => {
          const way: OpenedWay = { type: edge.to, before: edge.from };
          const name = (
            <>
              <TypeName type={edge.from} />
              <ArrowRight role="img" aria-label={t("then")} className="inline size-3.5 shrink-0 text-muted" />
              <TypeName type={edge.to} />
            </>
          );
          return (
            <Row key={JSON.stringify([edge.from, edge.to])} opened={sameWay(way, opened)}>
              <th scope="row" className="py-1.5 pe-3 text-start font-normal">
                {edge.to === null ? (
                  <span className="flex flex-wrap items-center gap-1.5">{name}</span>
                ) : (
                  <OpenButton onOpen={() => onOpen(way)}>{name}</OpenButton>
                )}
                {edge.inferred > 0 && (
                  <span className="block text-2xs text-muted">
                    {edge.inferred === edge.count ? t("inferred") : t("inferredOf", { count: edge.inferred })}
                  </span>
                )}
              </th>
              <Cell label={t("column.count")}>{format.number(edge.count)}</Cell>
              <Cell label={t("column.share")}>
                <span className="inline-flex items-center justify-end gap-2">
                  <span className="w-14 max-md:hidden">
                    <ShareBar share={edge.share} />
                  </span>
                  <span className="md:w-12">{percent(edge.share)}</span>
                </span>
              </Cell>
              <Cell label="p50">{edge.p50Ms === null ? "–" : span(edge.p50Ms)}</Cell>
              <Cell label="p95">{edge.p95Ms === null ? "–" : span(edge.p95Ms)}</Cell>
              <Cell label={t("column.deadRate")} bad={edge.deadLetterRate > 0}>
                {percent(edge.deadLetterRate)}
              </Cell>
            </Row>
          );
        })}
      </Table>
      <Table
        title={t("table.types")}
        head={[t("column.type"), t("column.count"), t("column.dead"), t("column.starts"), t("column.ends")]}
      >
        {graph.nodes.map(({ type, count, dead }) => (
          <Row key={type} opened={sameWay({ type }, opened)}>
            <th scope="row" className="py-1.5 pe-3 text-start font-normal">
              <OpenButton onOpen={() => onOpen({ type })}>
                <TypeName type={type} />
              </OpenButton>
            </th>
            <Cell label={t("column.count")}>{format.number(count)}</Cell>
            <Cell label={t("column.dead")} bad={dead > 0}>
              {format.number(dead)}
            </Cell>
            <Cell label={t("column.starts")}>
              <Counted
                icon={CirclePlay}
                count={starts.get(type)}
                onOpen={() => onOpen({ type, before: "" })}
              />
            </Cell>
            <Cell label={t("column.ends")}>
              <Counted icon={CircleOff} count={ends.get(type)} onOpen={() => onOpen({ type, last: true })} />
            </Cell>
          </Row>
        ))}
      </Table>
    </div>
  );
}

/** A table that is read as cards where it is narrow. */
export function Table({
  title,
  head,
  children,
}: {
  title: string;
  head: readonly string[];
  children: ReactNode;
}) {
  return (
    <section aria-label={title} className="rounded-lg border border-line bg-surface">
      <table className="w-full text-sm">
        <caption className="px-3.5 pt-2.5 pb-1 text-start text-sm font-medium">{title}</caption>
        <thead className="border-b border-line text-xs text-muted max-md:sr-only">
          <tr>
            {head.map((name, i) => (
              <th
                key={name}
                scope="col"
                className={`px-3.5 py-1 font-medium ${i === 0 ? "text-start" : "text-end"}`}
              >
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="divide-y divide-line">{children}</tbody>
      </table>
    </section>
  );
}

export function Row({ opened = false, children }: { opened?: boolean; children: ReactNode }) {
  return (
    <tr
      aria-current={opened ? "true" : undefined}
      className="hover:bg-raised aria-[current=true]:bg-accent-soft max-md:flex max-md:flex-wrap max-md:gap-x-4 max-md:px-3.5 max-md:py-1 max-md:[&>th]:w-full md:[&>*]:px-3.5"
    >
      {children}
    </tr>
  );
}

/** A number; in a card with its name before it. */
export function Cell({
  label,
  bad = false,
  children,
}: {
  label: string;
  bad?: boolean;
  children: ReactNode;
}) {
  return (
    <td className={`text-end whitespace-nowrap tabular-nums md:py-1.5 ${bad ? "font-medium text-bad" : ""}`}>
      <span aria-hidden className="me-1 text-xs font-normal text-muted md:hidden">
        {label}
      </span>
      {children}
    </td>
  );
}

export function OpenButton({ onOpen, children }: { onOpen: () => void; children: ReactNode }) {
  return (
    <button
      type="button"
      onClick={onOpen}
      className="inline-flex min-h-6 flex-wrap items-center gap-1.5 rounded-sm text-start font-medium hover:text-accent hover:underline"
    >
      {children}
    </button>
  );
}

function Counted({
  icon: Icon,
  count,
  onOpen,
}: {
  icon: typeof CirclePlay;
  count: number | undefined;
  onOpen: () => void;
}) {
  const format = useFormatter();
  if (count === undefined) return <span className="text-muted">–</span>;
  return (
    <button
      type="button"
      onClick={onOpen}
      className="inline-flex min-h-6 items-center gap-1 rounded-sm hover:text-accent hover:underline"
    >
      <Icon aria-hidden className="size-3.5 text-muted" />
      {format.number(count)}
    </button>
  );
}
