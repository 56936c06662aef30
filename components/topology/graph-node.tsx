"use client";

import { Handle, type NodeProps, Position } from "@xyflow/react";
import clsx from "clsx";
import { ArrowRightLeft, Ban, CircleAlert, CircleCheck, CircleDot, Rows3, Server } from "lucide-react";
import { useTranslations } from "next-intl";
import { memo } from "react";
import { VisibleText } from "@/components/ui/visible-text";
import type { GraphNode, NodeFacts } from "./graph-elements";
import { Count, Rate } from "./rate";
import { useExchangeName } from "./sentences";

const ICONS = { exchange: ArrowRightLeft, queue: Rows3, consumer: Server };
const COVERAGE = {
  complete: [CircleCheck, "text-good"],
  partial: [CircleDot, "text-warn"],
  not_observed: [CircleAlert, "text-bad"],
  excluded: [Ban, "text-muted"],
} as const;

/** An exchange, a queue or a service that consumes. */
export const PlaceNode = memo(
  function PlaceNode({ data }: NodeProps<GraphNode>) {
    const exchangeName = useExchangeName();
    const Icon = ICONS[data.kind];
    const name = data.kind === "exchange" ? exchangeName(data.name) : data.name;
    return (
      <div
        className={clsx(
          "flex h-full items-center gap-2 border bg-surface px-2.5 text-start text-xs",
          data.kind === "exchange" && "rounded-full border-accent",
          data.kind === "queue" && "rounded-sm border-line-strong",
          data.kind === "consumer" && "rounded-md border-line bg-raised",
          data.opened && "outline-2 outline-offset-2 outline-accent",
          (data.coverage === "not_observed" || data.coverage === "excluded") && "border-dashed",
        )}
      >
        <Handle type="target" position={Position.Left} isConnectable={false} />
        <Icon aria-hidden className="size-3.5 shrink-0 text-muted" />
        <span className="flex min-w-0 flex-1 flex-col">
          <VisibleText value={name} className="truncate font-medium" />
          <NodeLine data={data} />
        </span>
        <Handle type="source" position={Position.Right} isConnectable={false} />
      </div>
    );
  },
  (before, after) => sameFacts(before.data, after.data),
);

function NodeLine({ data }: { data: NodeFacts }) {
  const t = useTranslations("topology");
  if (data.kind === "consumer") return null;
  const [Icon, tone] = data.coverage ? COVERAGE[data.coverage] : [null, ""];
  return (
    <span className="flex items-center gap-1.5 text-2xs text-muted">
      {data.kind === "queue" ? (
        <span>
          <Count value={data.ready} strong /> {t("column.ready").toLowerCase()}
        </span>
      ) : (
        <>
          {Icon && data.coverage && (
            <Icon
              role="img"
              aria-label={t(`coverage.${data.coverage}`)}
              className={clsx("size-3 shrink-0", tone)}
            />
          )}
          <VisibleText value={data.type ?? ""} className="truncate" />
        </>
      )}
      <span className="ms-auto shrink-0">
        <Rate value={data.perSecond} />
      </span>
    </span>
  );
}

/** Whether nothing that is drawn differs. */
export function sameFacts(a: NodeFacts, b: NodeFacts): boolean {
  return (Object.keys(a) as (keyof NodeFacts)[]).every((key) => a[key] === b[key]);
}
