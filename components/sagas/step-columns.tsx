"use client";

import { useFormatter, useTranslations } from "next-intl";
import { type ReactNode, useMemo } from "react";
import { ExchangeName } from "@/components/events/event-row";
import type { TableColumn } from "@/components/tables/table-column";
import { VisibleText } from "@/components/ui/visible-text";
import { STEP_COLUMNS, type StepColumnId } from "./step-column-ids";
import { GlyphIcon, toneOf } from "./timeline/glyph";
import type { TimelineEvent, TimelineModel } from "./timeline/timeline-model";
import { useSpan } from "./timeline/use-span";

type Column = Omit<TableColumn<TimelineEvent>, "id" | "label">;

/** The columns of the table of a saga's events: everything that its timeline shows, in words. */
export function useStepColumns(model: TimelineModel): TableColumn<TimelineEvent>[] {
  const t = useTranslations("saga.table");
  const kinds = useTranslations("filter.choice.kind");
  const marks = useTranslations("saga.timeline.mark");
  const format = useFormatter();
  const span = useSpan();
  return useMemo(() => {
    const text = (value: string | null) =>
      value === null ? (
        <span className="text-muted">–</span>
      ) : (
        <VisibleText value={value} className="truncate" />
      );
    const what = ({ step, marks: own }: TimelineEvent): string =>
      [
        step.compensation === "exact"
          ? t("undoes")
          : step.compensation === "inferred"
            ? t("undoesInferred")
            : null,
        step.dead && !own.some(({ role }) => role === "death") ? t("died") : null,
        ...own.map(({ role }) => marks(role)),
      ]
        .filter((part) => part !== null)
        .join(", ");
    const columns: Record<StepColumnId, Column> = {
      place: {
        byDefault: "always",
        width: "[flex:var(--w-place,0_0_2.5rem)]",
        end: true,
        draw: ({ place }) => place + 1,
      },
      at: {
        byDefault: "always",
        width: "[flex:var(--w-at,0_0_6.75rem)]",
        draw: ({ step }) => (
          <time dateTime={new Date(step.at / 1_000).toISOString()} className="tabular-nums">
            {format.dateTime(new Date(step.at / 1_000), {
              hour: "2-digit",
              minute: "2-digit",
              second: "2-digit",
              fractionalSecondDigits: 3,
              hourCycle: "h23",
            })}
          </time>
        ),
      },
      elapsed: {
        byDefault: "always",
        narrow: true,
        width: "[flex:var(--w-elapsed,0_0_5rem)]",
        end: true,
        draw: ({ step }) => `+${span((step.at - model.from) / 1_000)}`,
      },
      type: {
        byDefault: "always",
        narrow: true,
        width: "[flex:1_1_0%] @min-[44rem]/table:[flex:var(--w-type,3_1_14rem)]",
        draw: (event) => (
          <span className="flex min-w-0 flex-col">
            <span className="flex min-w-0 items-center gap-1.5">
              <GlyphIcon
                kind={event.step.kind}
                tone={toneOf(event.step)}
                dead={event.step.dead}
                redriven={event.marks.some(({ role }) => role === "redrive")}
              />
              <VisibleText value={event.step.type} className="truncate font-medium" />
            </span>
            <span className="truncate text-xs text-muted @min-[44rem]/table:hidden">
              {[event.step.producer, what(event)].filter(Boolean).map((part, i) => (
                <span key={part}>
                  {i > 0 && " · "}
                  <VisibleText value={part!} />
                </span>
              ))}
            </span>
          </span>
        ),
      },
      kind: {
        byDefault: "medium",
        width: "[flex:var(--w-kind,0_0_7.25rem)]",
        draw: ({ step }) => kinds(step.kind),
      },
      producer: {
        byDefault: "always",
        width: "[flex:var(--w-producer,1.1_1_8rem)]",
        className: "truncate",
        draw: ({ step }) => text(step.producer),
      },
      stream: {
        width: "[flex:var(--w-stream,1_1_9rem)]",
        className: "truncate",
        draw: ({ step }) => text(step.streamId),
      },
      after: {
        byDefault: "always",
        width: "[flex:var(--w-after,1.6_1_10rem)]",
        className: "truncate",
        draw: ({ step }) =>
          text(step.beforeId === null ? null : (model.byId.get(step.beforeId)?.step.type ?? null)),
      },
      link: {
        byDefault: "medium",
        width: "[flex:var(--w-link,0_0_5.75rem)]",
        draw: ({ step }): ReactNode => (step.link === null ? text(null) : t(`linked.${step.link}`)),
      },
      gap: {
        byDefault: "medium",
        width: "[flex:var(--w-gap,0_0_4.75rem)]",
        end: true,
        draw: ({ step }) => (step.gapMs === null ? "" : span(step.gapMs)),
      },
      consumed: {
        width: "[flex:var(--w-consumed,0_0_6.5rem)]",
        end: true,
        draw: ({ step, until }) => (until === null ? "" : span((until - step.at) / 1_000)),
      },
      exchange: {
        width: "[flex:var(--w-exchange,1_1_8rem)]",
        draw: ({ step }) => <ExchangeName value={step.exchange} />,
      },
      what: {
        byDefault: "always",
        width: "[flex:var(--w-what,1_1_7rem)]",
        className: "truncate",
        draw: (event) => <VisibleText value={what(event)} className="truncate" />,
      },
    };
    return STEP_COLUMNS.map((id) => ({ id, label: t(`column.${id}`), ...columns[id] }));
  }, [t, kinds, marks, format, span, model]);
}
