"use client";

import { useState } from "react";
import { SeriesChart } from "@/components/charts/series-chart";
import { MermaidView } from "@/components/diagrams/mermaid-view";
import { type TableLook, USUAL_LOOK } from "@/components/tables/column-state";
import type { TableColumn } from "@/components/tables/table-column";
import { TableSkeleton, VirtualTable } from "@/components/tables/virtual-table";
import type { SeriesOutput } from "@/server/overview/overview-schemas";
import { Section } from "./section";

const nothing = () => {};
const HOUR = 3_600_000;
const FROM = Date.parse("2026-11-20T08:00:00.000Z");

/** A day in hours, with a wave. `completeFrom`: only the last hours were counted. */
function series(heights: readonly number[], completeFrom: string | null = null): SeriesOutput {
  const counts = Array.from({ length: 24 }, (_, hour) => Math.round(60 + 50 * Math.sin(hour / 3)));
  const stacks = heights.map((height, n) => {
    const own = counts.map((count) => Math.round((count * height) / (n + 1)));
    return { name: ["orders", "payments", ""][n]!, total: own.reduce((a, b) => a + b, 0), counts: own };
  });
  return {
    from: new Date(FROM).toISOString(),
    to: new Date(FROM + 24 * HOUR).toISOString(),
    first: new Date(FROM).toISOString(),
    stepMs: HOUR,
    buckets: 24,
    total: stacks.reduce((sum, { total }) => sum + total, 0),
    stacks,
    others: null,
    finishedTo: new Date(FROM + 22 * HOUR).toISOString(),
    completeFrom,
  };
}

const CHARTS: readonly { name: string; data: SeriesOutput; stale?: boolean }[] = [
  { name: "Chart", data: series([1, 0.6, 0.3]) },
  { name: "Chart: another range is on its way", data: series([1, 0.6]), stale: true },
  { name: "Chart: counted in part", data: series([1], new Date(FROM + 12 * HOUR).toISOString()) },
  { name: "Chart: nothing", data: series([]) },
];

interface Parcel {
  id: string;
  place: string;
  weight: number;
}
const PARCELS: readonly Parcel[] = Array.from({ length: 200 }, (_, n) => ({
  id: `parcel-${n}`,
  place: ["Lyon", "Nantes", "Lille"][n % 3]!,
  weight: 0.4 + (n % 9),
}));
const COLUMNS: readonly TableColumn<Parcel>[] = [
  {
    id: "parcel",
    label: "Parcel",
    byDefault: "always",
    narrow: true,
    width: "[flex:var(--w-parcel,1_1_8rem)]",
    draw: ({ id }) => id,
  },
  {
    id: "place",
    label: "Place",
    byDefault: "always",
    narrow: true,
    width: "[flex:var(--w-place,1_1_8rem)]",
    draw: ({ place }) => place,
    filter: ({ place }) => ({ field: "place", value: place }),
  },
  {
    id: "weight",
    label: "Weight",
    byDefault: "medium",
    width: "[flex:var(--w-weight,0_0_6rem)]",
    end: true,
    draw: ({ weight }) => `${weight.toFixed(1)} kg`,
  },
];
const idOf = (parcel: Parcel) => `design-${parcel.id}`;

/** What draws data: charts, tables, diagrams. */
export function Views() {
  return (
    <>
      {CHARTS.map(({ name, data, stale }) => (
        <Section key={name} name={name}>
          <div className="w-full min-w-0">
            <SeriesChart
              title={<h3 className="text-xs font-medium text-muted">Messages</h3>}
              series={data}
              unit="count"
              height="h-32"
              stale={stale ?? false}
              onZoom={nothing}
              onPick={nothing}
            />
          </div>
        </Section>
      ))}
      <Section name="Table">
        <Table />
      </Section>
      <Section name="Table: loading">
        <div className="h-40 w-full">
          <TableSkeleton columns={COLUMNS} chosen={null} look={USUAL_LOOK} label="Loading…" />
        </div>
      </Section>
      <Section name="Diagram">
        <div className="h-72 w-full">
          <MermaidView
            source={"flowchart LR\n  shop([orders]) --> queue[(picking)]"}
            title="An exchange that feeds a queue"
            fileName="example"
          />
        </div>
      </Section>
    </>
  );
}

function Table() {
  const [look, setLook] = useState<TableLook>(USUAL_LOOK);
  const [active, setActive] = useState(2);
  return (
    <div className="h-56 w-full">
      <VirtualTable
        label="Parcels"
        items={PARCELS}
        idOf={idOf}
        total={PARCELS.length}
        columns={COLUMNS}
        chosen={null}
        onChosen={nothing}
        look={look}
        onLook={setLook}
        active={active}
        selected={idOf(PARCELS[1]!)}
        onSelect={(_, index) => setActive(index)}
        onFilter={nothing}
      />
    </div>
  );
}
