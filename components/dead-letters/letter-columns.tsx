"use client";

import { useFormatter, useTranslations } from "next-intl";
import { useMemo } from "react";
import { ExchangeName, Moment, Size } from "@/components/events/event-row";
import type { TableColumn } from "@/components/tables/table-column";
import { makeVisible, VisibleText } from "@/components/ui/visible-text";
import type { DeadLetterItem } from "@/server/dead-letters/dead-letter-schemas";
import { ClaimBadge, ReasonText, StateBadge } from "./badges";
import { ChosenBox } from "./chosen";
import { LETTER_COLUMNS, type LetterColumnId } from "./letter-column-ids";

type LetterColumn = Omit<TableColumn<DeadLetterItem>, "id" | "label">;

/** The columns of the list of dead letters, named in the reader's language. */
export function useLetterColumns(): TableColumn<DeadLetterItem>[] {
  const t = useTranslations("deadLetters.column");
  return useMemo(() => LETTER_COLUMNS.map((id) => ({ id, label: t(id), ...COLUMNS[id] })), [t]);
}

/** A text column whose values can be filtered by. */
function text(
  field: string,
  of: (item: DeadLetterItem) => string | null,
  width: string,
  more: Partial<LetterColumn> = {},
): LetterColumn {
  return {
    width,
    className: "truncate",
    draw: (item) => {
      const value = of(item);
      return value === null ? null : <VisibleText value={value} />;
    },
    filter: (item) => {
      const value = of(item);
      return value === null || value === "" || value.includes("•••") ? null : { field, value };
    },
    ...more,
  };
}

const COLUMNS: Record<LetterColumnId, LetterColumn> = {
  chosen: {
    byDefault: "always",
    narrow: true,
    width: "[flex:0_0_1.5rem]",
    draw: (item) => <ChosenBox id={item.id} name={makeVisible(item.eventType ?? item.id)} />,
  },
  died: {
    byDefault: "always",
    narrow: true,
    width: "[flex:0_0_5.5rem] @min-[44rem]/table:[flex:var(--w-died,0_0_9.75rem)]",
    className: "text-muted tabular-nums",
    draw: ({ diedAt }) => <Moment value={diedAt} />,
  },
  state: {
    byDefault: "medium",
    width: "[flex:var(--w-state,0_0_6.5rem)]",
    draw: ({ state, claim }) => (claim ? <ClaimBadge by={claim.by} short /> : <StateBadge state={state} />),
  },
  what: {
    byDefault: "always",
    narrow: true,
    width: "[flex:1_1_0%] @min-[44rem]/table:[flex:var(--w-what,1.1_1_10rem)]",
    draw: (item) => <What item={item} />,
    filter: ({ eventType }) => (eventType === null ? null : { field: "type", value: eventType }),
  },
  error: {
    byDefault: "medium",
    width: "[flex:var(--w-error,2_1_14rem)]",
    className: "truncate",
    draw: ({ errorType, errorMessage, reason }) => (
      <span className="text-muted">
        {errorType && <VisibleText value={errorType} className="font-medium text-ink" />}{" "}
        {errorMessage ? <VisibleText value={errorMessage} /> : !errorType && <ReasonText reason={reason} />}
      </span>
    ),
  },
  failed: text("failed", ({ failedQueue }) => failedQueue, "[flex:var(--w-failed,0.8_1_8rem)]", {
    byDefault: "medium",
  }),
  reason: {
    width: "[flex:var(--w-reason,0_1_11rem)]",
    className: "truncate text-muted",
    draw: ({ reason }) => <ReasonText reason={reason} />,
    filter: ({ reason }) => ({ field: "reason", value: reason }),
  },
  tries: {
    byDefault: "medium",
    width: "[flex:var(--w-tries,0_0_3.5rem)]",
    end: true,
    className: "tabular-nums",
    draw: ({ tries }) => <Tries tries={tries} />,
  },
  queue: text("queue", ({ queue }) => queue, "[flex:var(--w-queue,0.8_1_8rem)]"),
  exchange: {
    width: "[flex:var(--w-exchange,0.8_1_8rem)]",
    className: "truncate",
    draw: ({ originExchange }) => originExchange !== null && <ExchangeName value={originExchange} />,
    filter: ({ originExchange }) =>
      originExchange === null ? null : { field: "exchange", value: originExchange },
  },
  producer: text("producer", ({ producer }) => producer, "[flex:var(--w-producer,0_1_7rem)]"),
  stream: text("stream", ({ streamId }) => streamId, "[flex:var(--w-stream,0.8_1_9rem)]", {
    byDefault: "wide",
    className: "truncate font-mono text-xs",
  }),
  correlation: text(
    "correlation",
    ({ correlationId }) => correlationId,
    "[flex:var(--w-correlation,0.8_1_9rem)]",
    {
      className: "truncate font-mono text-xs",
    },
  ),
  size: {
    width: "[flex:var(--w-size,0_0_4rem)]",
    end: true,
    className: "text-muted tabular-nums",
    draw: ({ bodySize }) => <Size bytes={bodySize} />,
  },
};

/** What the message says; where the list is narrow, how it stands as well. */
function What({ item }: { item: DeadLetterItem }) {
  const t = useTranslations("deadLetters");
  return (
    <span className="flex min-w-0 flex-col">
      <span className="truncate font-medium">
        {item.eventType === null ? (
          <i className="font-normal text-muted">{t("notAnEvent")}</i>
        ) : (
          <VisibleText value={item.eventType} />
        )}
      </span>
      <span className="flex min-w-0 items-center gap-2 text-xs text-muted @min-[44rem]/table:hidden">
        <StateBadge state={item.state} />
        <span className="truncate">
          {item.errorMessage ? (
            <VisibleText value={item.errorMessage} />
          ) : (
            <ReasonText reason={item.reason} />
          )}
        </span>
      </span>
    </span>
  );
}

/** How often it was sent again before; nothing where it never was. */
function Tries({ tries }: { tries: number }) {
  const format = useFormatter();
  return tries === 0 ? null : <span className="font-medium text-bad">{format.number(tries)}</span>;
}
