"use client";

import clsx from "clsx";
import { useFormatter, useTranslations } from "next-intl";
import { useEffect, useMemo, useRef } from "react";
import { VirtualRows, type VirtualRowsHandle } from "@/components/ui/virtual-rows";
import { VisibleText } from "@/components/ui/visible-text";
import { treeOf } from "./step-tree";
import { GlyphIcon, toneOf } from "./timeline/glyph";
import type { TimelineModel } from "./timeline/timeline-model";
import { useSpan } from "./timeline/use-span";

const ROW = 32;
const INDENTS = ["", "ps-4", "ps-8", "ps-12", "ps-16", "ps-20", "ps-24"];

/** The events as a tree of causes, one line each: what followed what, and how long after. */
export function StepList({
  model,
  selected,
  onSelect,
}: {
  model: TimelineModel;
  selected: string | null;
  onSelect: (id: string) => void;
}) {
  const t = useTranslations("saga.list");
  const format = useFormatter();
  const span = useSpan();
  const lines = useMemo(() => treeOf(model), [model]);
  const handle = useRef<VirtualRowsHandle>(null);
  const scroller = useRef<HTMLDivElement>(null);
  const at = selected === null ? -1 : lines.findIndex(({ event }) => event.step.id === selected);
  useEffect(() => {
    if (at >= 0) handle.current?.reveal(at);
  }, [at]);
  return (
    <VirtualRows
      handle={handle}
      element={scroller}
      count={lines.length}
      rowHeight={ROW}
      rowKey="saga-list"
      headHeight={0}
      role="list"
      tabIndex={0}
      aria-label={t("label")}
      className="h-full overflow-auto -outline-offset-2"
      row={(index) => {
        const { event, depth } = lines[index]!;
        const { step } = event;
        return (
          <div
            key={step.id}
            role="listitem"
            className={clsx(
              "flex h-8 items-center gap-2 px-3 text-sm max-sm:gap-1",
              step.id === selected ? "bg-accent-soft" : "hover:bg-raised",
            )}
          >
            <time
              dateTime={new Date(step.at / 1_000).toISOString()}
              className="w-24 shrink-0 text-xs text-muted tabular-nums"
            >
              {format.dateTime(new Date(step.at / 1_000), {
                hour: "2-digit",
                minute: "2-digit",
                second: "2-digit",
                fractionalSecondDigits: 3,
                hourCycle: "h23",
              })}
            </time>
            <span className={clsx("flex min-w-0 flex-1 items-center gap-1.5", INDENTS[Math.min(depth, 6)])}>
              <GlyphIcon
                kind={step.kind}
                tone={toneOf(step)}
                dead={step.dead}
                redriven={event.marks.some(({ role }) => role === "redrive")}
              />
              <button
                type="button"
                aria-current={step.id === selected}
                onClick={() => onSelect(step.id)}
                className="min-w-0 truncate font-medium hover:underline"
              >
                <VisibleText value={step.type} />
              </button>
              <span className="min-w-0 truncate text-xs text-muted max-sm:hidden">
                {step.producer === null ? t("unknownProducer") : <VisibleText value={step.producer} />}
              </span>
              {step.compensation !== null && <span className="text-xs text-undo">{t("undoes")}</span>}
              {step.dead && <span className="text-xs text-bad">{t("died")}</span>}
            </span>
            <span className="shrink-0 text-xs text-muted tabular-nums">
              {step.gapMs === null ? null : `+${span(step.gapMs)}`}
              {step.link === "order" && <span title={t("inferredHint")}> {t("inferred")}</span>}
            </span>
          </div>
        );
      }}
    />
  );
}
