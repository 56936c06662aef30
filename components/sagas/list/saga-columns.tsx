"use client";

import { CircleHelp, Reply } from "lucide-react";
import { useFormatter, useTranslations } from "next-intl";
import { useMemo } from "react";
import { Moment } from "@/components/events/event-row";
import type { TableColumn } from "@/components/tables/table-column";
import { Badge } from "@/components/ui/badge";
import { VisibleText } from "@/components/ui/visible-text";
import type { SagaItem } from "@/server/sagas/saga-schemas";
import { useSpan } from "../timeline/use-span";
import { Marks, Participants, SagaName, Standing, Took, Waiting, WaitsFor } from "./saga-cells";
import { REQUEST_COLUMNS, type RequestColumnId, SAGA_COLUMNS, type SagaColumnId } from "./saga-column-ids";

type Column = Omit<TableColumn<SagaItem>, "id" | "label">;

/** The columns of the list of sagas, named in the reader's language. */
export function useSagaColumns(): TableColumn<SagaItem>[] {
  const t = useTranslations("sagas.column");
  return useMemo(() => SAGA_COLUMNS.map((id) => ({ id, label: t(id), ...COLUMNS[id] })), [t]);
}

/** The same of the list of requests. */
export function useRequestColumns(): TableColumn<SagaItem>[] {
  const t = useTranslations("sagas.column");
  return useMemo(() => REQUEST_COLUMNS.map((id) => ({ id, label: t(id), ...REQUESTS[id] })), [t]);
}

const isShown = (value: string) => value !== "" && !value.includes("•••");
const filterBy = (field: string, value: string) => (isShown(value) ? { field, value } : null);
const momentOf = (micros: number) => new Date(micros / 1_000).toISOString();

const started: Column = {
  byDefault: "always",
  narrow: true,
  width: "[flex:0_0_5.5rem] @min-[44rem]/table:[flex:var(--w-started,0_0_9.5rem)]",
  className: "text-muted tabular-nums",
  draw: ({ startedAt }) => <Moment value={momentOf(startedAt)} />,
};
const participants: Column = {
  byDefault: "medium",
  width: "[flex:var(--w-participants,0.9_1_7rem)]",
  className: "truncate",
  draw: ({ participants }) => <Participants names={participants} />,
  filter: ({ participants }) =>
    participants.length === 1 ? filterBy("participant", participants[0]!) : null,
};
const marks: Column = {
  byDefault: "medium",
  width: "[flex:var(--w-marks,0_0_5rem)]",
  draw: (saga) => <Marks saga={saga} />,
};
const value: Column = {
  byDefault: "wide",
  width: "[flex:var(--w-value,0.3_1_4.5rem)]",
  className: "truncate font-mono text-xs",
  draw: ({ value }) => <VisibleText value={value} />,
  filter: ({ value }) => filterBy("correlation", value),
};
const vhost: Column = {
  width: "[flex:var(--w-vhost,0_1_6rem)]",
  className: "truncate",
  draw: ({ vhost }) => <VisibleText value={vhost} />,
  filter: ({ vhost }) => ({ field: "vhost", value: vhost }),
};

const COLUMNS: Record<SagaColumnId, Column> = {
  status: {
    byDefault: "medium",
    width: "[flex:var(--w-status,0_0_7.75rem)]",
    draw: (saga) => (
      <span className="flex items-center gap-1">
        <Standing saga={saga} />
      </span>
    ),
    filter: ({ status }) => ({ field: "status", value: status }),
  },
  what: {
    byDefault: "always",
    narrow: true,
    width: "[flex:1_1_0%] @min-[44rem]/table:[flex:var(--w-what,1_1_8.5rem)]",
    draw: (saga) => <What saga={saga} />,
    filter: ({ type }) => filterBy("type", type),
  },
  started,
  took: {
    byDefault: "medium",
    width: "[flex:var(--w-took,0_0_5rem)]",
    end: true,
    className: "tabular-nums",
    draw: (saga) => <Took saga={saga} />,
  },
  waiting: {
    byDefault: "medium",
    width: "[flex:var(--w-waiting,3_1_20rem)]",
    draw: (saga) => <Waiting saga={saga} />,
  },
  events: {
    byDefault: "medium",
    width: "[flex:var(--w-events,0_0_3.5rem)]",
    end: true,
    className: "tabular-nums",
    draw: ({ events }) => <Amount value={events} />,
  },
  participants,
  marks,
  value,
  last: {
    width: "[flex:var(--w-last,1_1_11rem)]",
    className: "truncate",
    draw: ({ lastType, lastAt }) => (
      <span title={momentOf(lastAt)}>
        <VisibleText value={lastType} />
      </span>
    ),
  },
  definition: {
    width: "[flex:var(--w-definition,0_1_8rem)]",
    className: "truncate",
    draw: ({ definition }) =>
      definition && <VisibleText value={`${definition.name} ${definition.version}`} />,
    filter: ({ definition }) => definition && filterBy("definition", definition.name),
  },
  streams: {
    width: "[flex:var(--w-streams,1_1_11rem)]",
    className: "truncate font-mono text-xs",
    draw: ({ streams }) => <Participants names={streams} />,
    filter: ({ streams }) => (streams.length === 1 ? filterBy("stream", streams[0]!) : null),
  },
  vhost,
};

const REQUESTS: Record<RequestColumnId, Column> = {
  answer: {
    byDefault: "always",
    width: "[flex:var(--w-answer,0_0_8rem)]",
    draw: (saga) => <Answer saga={saga} />,
  },
  request: {
    byDefault: "always",
    narrow: true,
    width: "[flex:1_1_0%] @min-[44rem]/table:[flex:var(--w-request,1.2_1_11rem)]",
    draw: (saga) => (
      <SagaName saga={saga}>
        <span className="flex min-w-0 items-center gap-2 text-xs @min-[44rem]/table:hidden">
          <Answer saga={saga} />
          <Took saga={saga} />
        </span>
      </SagaName>
    ),
    filter: ({ type }) => filterBy("type", type),
  },
  started,
  latency: {
    byDefault: "medium",
    width: "[flex:var(--w-latency,0_0_5.5rem)]",
    end: true,
    className: "tabular-nums",
    draw: (saga) => (saga.events > 1 ? <Latency ms={saga.durationMs} /> : <Took saga={saga} />),
  },
  reply: {
    byDefault: "medium",
    width: "[flex:var(--w-reply,1_1_10rem)]",
    className: "truncate",
    draw: ({ events, lastType }) => events > 1 && <VisibleText value={lastType} />,
  },
  participants,
  marks,
  value,
  vhost,
};

/** What kind of saga it is; where the list is narrow, how it stands as well. */
function What({ saga }: { saga: SagaItem }) {
  return (
    <SagaName saga={saga}>
      <span className="flex min-w-0 items-center gap-1.5 text-xs @min-[44rem]/table:hidden">
        <Standing saga={saga} />
        <Took saga={saga} />
        <Marks saga={saga} />
        <WaitsFor saga={saga} />
      </span>
    </SagaName>
  );
}

function Amount({ value }: { value: number }) {
  return useFormatter().number(value);
}

function Latency({ ms }: { ms: number }) {
  return useSpan()(ms);
}

/** Whether a request has its reply. */
function Answer({ saga: { events } }: { saga: SagaItem }) {
  const t = useTranslations("sagas.requests");
  return events > 1 ? (
    <Badge icon={Reply} tone="good">
      {t("answered")}
    </Badge>
  ) : (
    <Badge icon={CircleHelp} tone="warn">
      {t("unanswered")}
    </Badge>
  );
}
