"use client";

import { CircleHelp, FoldHorizontal, Maximize, UnfoldHorizontal, ZoomIn, ZoomOut } from "lucide-react";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { Popover } from "@/components/ui/popover";
import { Legend } from "./legend";
import type { Gap } from "./time-axis";
import type { TimelineLink, TimelineModel } from "./timeline-model";
import type { useZoom } from "./use-zoom";

export interface TimelineView {
  /** Which arrows are drawn. */
  links: readonly TimelineLink["kind"][];
  /** Keys of silences that are shown at length. */
  gaps: readonly string[];
}

/** Zoom, arrows, silences, and what the signs mean. */
export function Toolbar({
  model,
  zoom,
  idle,
  view,
  onView,
}: {
  model: TimelineModel;
  zoom: Pick<ReturnType<typeof useZoom>, "zoom" | "zoomIn" | "zoomOut" | "fit">;
  idle: readonly Gap[];
  view: TimelineView;
  onView: (view: Partial<TimelineView>) => void;
}) {
  const t = useTranslations("saga.timeline");
  const has = (kind: TimelineLink["kind"]) => model.links.some((link) => link.kind === kind);
  const turn = (kind: TimelineLink["kind"], on: boolean) =>
    onView({ links: on ? [...view.links, kind] : view.links.filter((it) => it !== kind) });
  const allOpen = idle.length > 0 && idle.every(({ key }) => view.gaps.includes(key));
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b border-line px-3 py-1 max-sm:gap-x-2 max-sm:px-2 max-sm:[&_button]:px-1.5">
      <div className="flex items-center">
        <Button
          look="quiet"
          aria-label={t("zoomOut")}
          title={t("zoomOut")}
          disabled={zoom.zoom === 1}
          onClick={zoom.zoomOut}
        >
          <ZoomOut aria-hidden className="size-4" />
        </Button>
        <Button look="quiet" aria-label={t("zoomIn")} title={t("zoomIn")} onClick={zoom.zoomIn}>
          <ZoomIn aria-hidden className="size-4" />
        </Button>
        <Button
          look="quiet"
          aria-label={t("fit")}
          title={t("fit")}
          disabled={zoom.zoom === 1}
          onClick={zoom.fit}
        >
          <Maximize aria-hidden className="size-4" />
        </Button>
      </div>
      {(["causation", "order", "pair"] as const).filter(has).map((kind) => (
        <Checkbox
          key={kind}
          checked={view.links.includes(kind)}
          onChange={(on) => turn(kind, on)}
          label={t(`show.${kind}`)}
        />
      ))}
      {idle.length > 0 && (
        <Button look="quiet" onClick={() => onView({ gaps: allOpen ? [] : idle.map(({ key }) => key) })}>
          {allOpen ? (
            <FoldHorizontal aria-hidden className="size-4" />
          ) : (
            <UnfoldHorizontal aria-hidden className="size-4" />
          )}
          <span className="max-sm:sr-only">{t(allOpen ? "foldAll" : "openAll", { count: idle.length })}</span>
        </Button>
      )}
      <div className="ms-auto">
        <Popover
          label={t("legend.title")}
          align="end"
          trigger={
            <Button look="quiet">
              <CircleHelp aria-hidden className="size-4" />
              <span className="max-sm:sr-only">{t("legend.title")}</span>
            </Button>
          }
        >
          <Legend />
        </Popover>
      </div>
    </div>
  );
}
