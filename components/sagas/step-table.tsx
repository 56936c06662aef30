"use client";

import { useTranslations } from "next-intl";
import { useEffect, useRef } from "react";
import { ColumnMenu } from "@/components/tables/column-menu";
import { readLook } from "@/components/tables/column-state";
import { VirtualTable } from "@/components/tables/virtual-table";
import { useStored } from "@/components/ui/use-stored";
import type { VirtualRowsHandle } from "@/components/ui/virtual-rows";
import type { StepColumnId } from "./step-column-ids";
import { useStepColumns } from "./step-columns";
import type { TimelineEvent, TimelineModel } from "./timeline/timeline-model";

const idOf = ({ step }: TimelineEvent) => `step-${step.id}`;

/** The events of a saga as a table, with every fact of the timeline in words. */
export function StepTable({
  model,
  selected,
  active,
  columns,
  onColumns,
  onSelect,
}: {
  model: TimelineModel;
  selected: string | null;
  /** Place of the row that the keys act on. */
  active: number;
  columns: readonly StepColumnId[] | null;
  onColumns: (columns: StepColumnId[] | null) => void;
  onSelect: (id: string) => void;
}) {
  const t = useTranslations("saga.table");
  const [look, setLook] = useStored("table.saga", readLook);
  const handle = useRef<VirtualRowsHandle>(null);
  const all = useStepColumns(model);
  const choose = (chosen: string[] | null) => onColumns(chosen as StepColumnId[] | null);
  useEffect(() => handle.current?.reveal(active), [active]);
  return (
    <div className="flex h-full min-h-0 flex-col">
      <div className="flex min-h-8 items-center justify-end px-2">
        <ColumnMenu columns={all} chosen={columns} onChosen={choose} look={look} onLook={setLook} />
      </div>
      <div className="min-h-0 flex-1">
        <VirtualTable
          handle={handle}
          label={t("label")}
          items={model.events}
          idOf={idOf}
          total={model.events.length}
          columns={all}
          chosen={columns}
          onChosen={choose}
          look={look}
          onLook={setLook}
          active={active}
          selected={selected === null ? null : `step-${selected}`}
          onSelect={({ step }) => onSelect(step.id)}
        />
      </div>
    </div>
  );
}
