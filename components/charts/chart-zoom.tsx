"use client";

import { ChevronLeft, ChevronRight, type LucideIcon, Table2, ZoomIn, ZoomOut } from "lucide-react";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { type Span, shift, zoomIn, zoomOut } from "./zoom";

/** What dragging does, by buttons; and the switch to the table. */
export function ChartZoom({
  span,
  onZoom,
  table,
  onTable,
}: {
  span: Span;
  onZoom: (span: Span) => void;
  table: boolean;
  onTable: () => void;
}) {
  const t = useTranslations("charts");
  const nearer = zoomIn(span);
  const button = (
    name: "earlier" | "later" | "zoomIn" | "zoomOut",
    Icon: LucideIcon,
    to: () => Span | null,
  ) => (
    <Button
      look="quiet"
      className="min-h-7 min-w-7 px-0"
      aria-label={t(name)}
      title={t(name)}
      disabled={name === "zoomIn" && nearer === null}
      onClick={() => {
        const next = to();
        if (next) onZoom(next);
      }}
    >
      <Icon aria-hidden className="size-4" />
    </Button>
  );
  return (
    <div role="group" aria-label={t("tools")} className="flex items-center">
      {button("earlier", ChevronLeft, () => shift(span, -1))}
      {button("zoomOut", ZoomOut, () => zoomOut(span, Date.now()))}
      {button("zoomIn", ZoomIn, () => nearer)}
      {button("later", ChevronRight, () => shift(span, 1))}
      <Button
        look="quiet"
        className="min-h-7 min-w-7 px-0 aria-pressed:bg-accent-soft aria-pressed:text-accent"
        aria-label={t("table")}
        title={t("table")}
        aria-pressed={table}
        onClick={onTable}
      >
        <Table2 aria-hidden className="size-4" />
      </Button>
    </div>
  );
}
