"use client";

import { useFormatter, useTranslations } from "next-intl";
import { type KeyboardEvent, type MouseEvent, useCallback, useEffect, useMemo, useRef } from "react";
import { makeVisible } from "@/components/ui/visible-text";
import { ClockRail, ElapsedRail } from "./axis-rail";
import { LaneNames } from "./lane-names";
import { Minimap } from "./minimap";
import { type Move, moved } from "./moves";
import { Plot } from "./plot";
import { idleOf, layScene, rowY } from "./scene";
import { timeAt, xOf } from "./time-axis";
import type { TimelineLink, TimelineModel } from "./timeline-model";
import { type TimelineView, Toolbar } from "./toolbar";
import { drawnAround, usePlotView } from "./use-plot-view";
import { useZoom, type Window } from "./use-zoom";

const RAIL_PX = 26;
const HEAD_PX = 168;
/** A lane's name stands in it where there is no room beside it. */
const LEAD_PX = 20;
const NARROW_PX = 640;

const MOVES: Record<string, Move> = {
  ArrowRight: "next",
  ArrowLeft: "previous",
  ArrowUp: "up",
  ArrowDown: "down",
  Home: "first",
  End: "last",
};

interface Props {
  model: TimelineModel;
  view: TimelineView;
  onView: (view: Partial<TimelineView>) => void;
  /** What is in sight at first; null: all of it. */
  window: Window | null;
  onWindow: (window: Window | null) => void;
  /** Record id of the opened event. */
  selected: string | null;
  onSelect: (id: string | null) => void;
  /** Whether what came after the selected event is shown as not yet there. */
  travelling: boolean;
}

/**
 * The timeline of a saga: a lane a service, time without its silences, every event at its moment. Only what is in view is
 * drawn. Arrows go from event to event, + and - zoom, 0 shows all of it.
 */
export default function SagaTimeline(props: Props) {
  const { model, view, onView, selected, onSelect, onWindow, travelling } = props;
  const t = useTranslations("saga.timeline");
  const scroller = useRef<HTMLDivElement>(null);
  const plot = usePlotView(scroller);
  const narrow = plot !== null && plot.width < NARROW_PX;
  const head = narrow ? 0 : HEAD_PX;
  const lead = narrow ? LEAD_PX : 0;
  const idle = useMemo(() => idleOf(model), [model]);
  const open = useMemo(() => new Set(view.gaps), [view.gaps]);
  const links = useMemo(() => new Set<TimelineLink["kind"]>(view.links), [view.links]);
  const width = plot === null ? null : Math.max(240, plot.width - head);
  const zoom = useZoom({ scroller, model, idle, open, view: width, first: props.window, onWindow });
  const { axis } = zoom;
  const height = (plot?.height ?? 0) - 2 * RAIL_PX;
  const scene = useMemo(
    () =>
      layScene(model, axis, {
        idle,
        open,
        important: new Set(selected === null ? [] : [selected]),
        lead,
        height,
      }),
    [model, axis, idle, open, selected, lead, height],
  );
  const drawn = plot && drawnAround(plot);
  const playhead = travelling && selected !== null ? (model.byId.get(selected)?.place ?? null) : null;

  useReveal({ scroller, selected, scene, head });
  const select = (id: string | null) => id !== null && onSelect(id);
  const onClick = (event: MouseEvent) => {
    const shape = (event.target as Element).closest<SVGElement>("[data-event], [data-from]");
    if (!shape) return;
    const { event: id, from, to } = shape.dataset;
    if (id) return select(id);
    const [first, last] = [model.events[Number(from)]!.step.at, model.events[Number(to)]!.step.at];
    const room = Math.max(1_000, (last - first) * 0.15);
    zoom.show({ from: Math.max(model.from, first - room), to: Math.min(model.to, last + room) });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target !== event.currentTarget || event.ctrlKey || event.metaKey || event.altKey) return;
    const move = MOVES[event.key];
    if (move && event.shiftKey && (move === "next" || move === "previous"))
      scroller.current!.scrollBy({ left: (move === "next" ? 0.6 : -0.6) * (width ?? 0) });
    else if (move) select(moved(model, selected, move));
    else if (event.key === "+" || event.key === "=") zoom.zoomIn();
    else if (event.key === "-") zoom.zoomOut();
    else if (event.key === "0") zoom.fit();
    else if (event.key === "Enter" && selected === null) select(moved(model, null, "first"));
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const toggleGap = useCallback(
    (key: string) => onView({ gaps: open.has(key) ? [...open].filter((it) => it !== key) : [...open, key] }),
    [open, onView],
  );
  return (
    <div className="flex h-full min-h-0 flex-col">
      <Toolbar model={model} zoom={zoom} idle={idle} view={view} onView={onView} />
      {plot && width !== null && (
        <Minimap
          model={model}
          idle={idle}
          open={open}
          width={plot.width}
          axis={axis}
          scroller={scroller}
          view={width}
          onWindow={zoom.show}
        />
      )}
      <div
        ref={scroller}
        role="application"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: its keys go from event to event
        tabIndex={0}
        aria-label={t("label", { count: model.events.length })}
        aria-describedby="saga-keys"
        onClick={onClick}
        onKeyDown={onKeyDown}
        className="relative min-h-0 flex-1 overflow-auto overscroll-x-contain -outline-offset-2"
      >
        <p id="saga-keys" className="sr-only">
          {t("keys")}
        </p>
        {plot && drawn && (
          <div
            className="grid w-max"
            style={{
              gridTemplateColumns: `${head}px ${scene.width}px`,
              gridTemplateRows: `${RAIL_PX}px ${scene.height}px ${RAIL_PX}px`,
            }}
          >
            <Corner className="top-0 border-b">{!narrow && <Day at={timeAt(axis, plot.left)} />}</Corner>
            <div className="sticky top-0 z-20 overflow-hidden border-b border-line bg-ground">
              <ClockRail scene={scene} view={drawn} start={model.from} onGap={toggleGap} />
            </div>
            <div className="sticky left-0 z-10">{!narrow && <LaneNames model={model} scene={scene} />}</div>
            <div className="relative">
              <Plot
                model={model}
                scene={scene}
                view={drawn}
                links={links}
                selected={selected}
                playhead={playhead}
              />
              {narrow && <LaneNames model={model} scene={scene} inside />}
            </div>
            <Corner className="bottom-0 border-t">{!narrow && t("elapsed")}</Corner>
            <div className="sticky bottom-0 z-20 overflow-hidden border-t border-line bg-ground">
              <ElapsedRail scene={scene} view={drawn} start={model.from} />
            </div>
          </div>
        )}
      </div>
      <Spoken model={model} selected={selected} />
    </div>
  );
}

function Corner({ className, children }: { className: string; children: React.ReactNode }) {
  return (
    <div
      className={`sticky left-0 z-30 flex items-center overflow-hidden border-line bg-ground px-3 text-2xs whitespace-nowrap text-muted ${className}`}
    >
      {children}
    </div>
  );
}

/** The day that the clock over the lanes is of. */
function Day({ at }: { at: number }) {
  const format = useFormatter();
  return format.dateTime(new Date(at / 1_000), { dateStyle: "medium" });
}

/** What the keys have come to, for who does not see it. */
function Spoken({ model, selected }: { model: TimelineModel; selected: string | null }) {
  const t = useTranslations("saga.timeline");
  const event = selected === null ? undefined : model.byId.get(selected);
  return (
    <p role="status" className="sr-only">
      {event &&
        t("spoken", {
          place: event.place + 1,
          count: model.events.length,
          type: makeVisible(event.step.type),
          producer: event.step.producer === null ? t("unknownProducer") : makeVisible(event.step.producer),
        })}
    </p>
  );
}

const MARGIN_PX = 60;

/** Brings the selected event into sight when another one is selected, not while somebody scrolls. */
function useReveal({
  scroller,
  selected,
  scene,
  head,
}: {
  scroller: React.RefObject<HTMLElement | null>;
  selected: string | null;
  scene: ReturnType<typeof layScene>;
  head: number;
}): void {
  const latest = useRef({ scene, head });
  latest.current = { scene, head };
  const ready = scroller.current !== null;
  useEffect(() => {
    const element = scroller.current;
    if (!element || selected === null || !ready) return;
    const { scene, head } = latest.current;
    for (const lane of scene.lanes) {
      for (const shape of lane.shapes) {
        if (shape.is !== "event" || shape.event.step.id !== selected) continue;
        const x = xOf(scene.axis, shape.event.step.at);
        const y = rowY(lane, shape.row);
        const room = element.clientWidth - head;
        const { scrollLeft, scrollTop } = element;
        const inX = x >= scrollLeft + MARGIN_PX / 2 && x <= scrollLeft + room - MARGIN_PX;
        const inY = y >= scrollTop && y <= scrollTop + element.clientHeight - 2 * RAIL_PX;
        if (!inX) element.scrollLeft = x - room * 0.4;
        if (!inY) element.scrollTop = y - element.clientHeight * 0.4;
        return;
      }
    }
  }, [selected, ready, scroller]);
}
