"use client";

import {
  ArrowRight,
  ChevronsDown,
  ChevronsUp,
  type LucideIcon,
  Skull,
  SquareMinus,
  SquarePlus,
} from "lucide-react";
import { useFormatter, useTranslations } from "next-intl";
import { useSpan } from "@/components/sagas/timeline/use-span";
import { Badge, type Tone } from "@/components/ui/badge";
import type { Change, ComparedEdge } from "@/server/flows/compare-flows";
import type { FlowEdge } from "@/server/flows/flow";
import { Cell, OpenButton, Row, Table } from "./flow-table";
import { TypeName } from "./type-name";

const LOOKS: Record<Change, { icon: LucideIcon; tone: Tone }> = {
  new: { icon: SquarePlus, tone: "accent" },
  gone: { icon: SquareMinus, tone: "warn" },
  slower: { icon: ChevronsUp, tone: "bad" },
  faster: { icon: ChevronsDown, tone: "good" },
  deadLetters: { icon: Skull, tone: "bad" },
};

/** How a way changed, by sign, colour and word. */
export function ChangeBadge({ change }: { change: Change }) {
  const t = useTranslations("flows");
  return <Badge {...LOOKS[change]}>{t(`change.${change}`)}</Badge>;
}

/** Ways in two periods, the most changed first. */
export function ChangeTable({
  title,
  edges,
  onOpen,
}: {
  title: string;
  edges: readonly ComparedEdge[];
  /** What stands behind a way, in the period in which it was gone. */
  onOpen: (edge: ComparedEdge) => void;
}) {
  const t = useTranslations("flows");
  const format = useFormatter();
  const span = useSpan();
  const pair = (edge: ComparedEdge, value: (edge: FlowEdge) => string) =>
    `${edge.before ? value(edge.before) : "–"} → ${edge.after ? value(edge.after) : "–"}`;
  const percent = (value: number) =>
    format.number(value, { style: "percent", maximumFractionDigits: value > 0 && value < 0.1 ? 1 : 0 });
  return (
    <Table
      title={title}
      head={[
        t("column.way"),
        t("column.change"),
        t("column.count"),
        t("column.share"),
        "p95",
        t("column.deadRate"),
      ]}
    >
      {edges.map((edge) => {
        const name = (
          <>
            <TypeName type={edge.from} />
            <ArrowRight role="img" aria-label={t("then")} className="inline size-3.5 shrink-0 text-muted" />
            <TypeName type={edge.to} />
          </>
        );
        return (
          <Row key={JSON.stringify([edge.from, edge.to])}>
            <th scope="row" className="py-1.5 pe-3 text-start font-normal">
              {edge.to === null || edge.from === null ? (
                <span className="flex flex-wrap items-center gap-1.5">{name}</span>
              ) : (
                <OpenButton onOpen={() => onOpen(edge)}>{name}</OpenButton>
              )}
            </th>
            <td className="text-end md:py-1.5">
              <span className="inline-flex flex-wrap justify-end gap-1">
                {edge.changes.length === 0 ? (
                  <span className="text-xs text-muted">{t("change.none")}</span>
                ) : (
                  edge.changes.map((change) => <ChangeBadge key={change} change={change} />)
                )}
              </span>
            </td>
            <Cell label={t("column.count")}>{pair(edge, ({ count }) => format.number(count))}</Cell>
            <Cell label={t("column.share")}>{pair(edge, ({ share }) => percent(share))}</Cell>
            <Cell label="p95">{pair(edge, ({ p95Ms }) => (p95Ms === null ? "–" : span(p95Ms)))}</Cell>
            <Cell label={t("column.deadRate")} bad={edge.changes.includes("deadLetters")}>
              {pair(edge, ({ deadLetterRate }) => percent(deadLetterRate))}
            </Cell>
          </Row>
        );
      })}
    </Table>
  );
}
