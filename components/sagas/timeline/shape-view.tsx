import clsx from "clsx";
import { useTranslations } from "next-intl";
import { memo } from "react";
import { makeVisible } from "@/components/ui/visible-text";
import { Glyph, MarkGlyph, type Tone, toneOf, UndoArrow } from "./glyph";
import { labelAt, widthOf } from "./labels";
import type { BundleShape, EventShape, GhostShape, MarkShape, Shape } from "./level-of-detail";
import { useSpan } from "./use-span";

/** Everything that lies in a lane, drawn around the middle of its row. Names are hostile text. */

interface Props<Of> {
  shape: Of;
  /** Pixels from the left of the drawing. */
  x: number;
  y: number;
}

export const ShapeView = memo(function ShapeView({
  shape,
  chosen,
  ...at
}: Props<Shape> & { chosen: boolean }) {
  switch (shape.is) {
    case "event":
      return <EventView shape={shape} chosen={chosen} {...at} />;
    case "mark":
      return <MarkView shape={shape} {...at} />;
    case "ghost":
      return <GhostView shape={shape} {...at} />;
    default:
      return <BundleView shape={shape} chosen={chosen} {...at} />;
  }
});

const SOFT: Record<Tone, string> = {
  plain: "fill-accent-soft",
  told: "fill-raised",
  undo: "fill-undo-soft",
  bad: "fill-bad-soft",
};
const LABEL = "pointer-events-none fill-ink text-2xs select-none [unicode-bidi:plaintext]";
/** Lines run under a name that stands free, not through it. */
const FREE = "stroke-surface [paint-order:stroke] [stroke-linejoin:round] [stroke-width:3px]";
const HALF = 9;

function EventView({ shape, x, y, chosen }: Props<EventShape> & { chosen: boolean }) {
  const t = useTranslations("saga.timeline");
  const span = useSpan();
  const { event, end, waits, label } = shape;
  const { step, marks, until } = event;
  const tone = toneOf(step);
  const undoes = step.compensation !== null;
  const bar = end === null ? 0 : Math.max(0, end - shape.x0 - HALF);
  const labelX = labelAt(step);
  const inside = bar > widthOf(label) + labelX;
  const title = [
    makeVisible(step.type),
    until === null ? null : t("consumedAfter", { span: span((until - step.at) / 1_000) }),
    undoes ? t(step.compensation === "exact" ? "undoes" : "undoesInferred") : null,
    step.dead ? t("died") : null,
  ];
  return (
    <g transform={`translate(${x + HALF} ${y})`} data-event={step.id} className="cursor-pointer">
      <title>{title.filter((part) => part !== null).join(" · ")}</title>
      <rect
        x={-HALF - 1}
        y={-11}
        width={shape.x1 - shape.x0 + 2}
        height={22}
        rx={11}
        className={clsx(
          chosen ? "fill-none stroke-accent" : "fill-transparent stroke-none hover:stroke-line-strong",
        )}
        strokeWidth={1.5}
        pointerEvents="all"
      />
      {bar > 0 && !waits && (
        <>
          <rect
            x={-HALF}
            y={-9}
            width={bar + HALF}
            height={18}
            rx={9}
            className={clsx("pointer-events-none", SOFT[step.dead ? "bad" : tone])}
          />
          {inside && (
            <path d={`M${bar} -5V5`} className="pointer-events-none stroke-line-strong" strokeWidth={1.5} />
          )}
        </>
      )}
      {bar > 0 && waits && (
        <path
          d={`M10 11H${bar}`}
          className="pointer-events-none stroke-line-strong"
          strokeWidth={1.5}
          strokeDasharray="1 4"
          strokeLinecap="round"
        />
      )}
      <g className="pointer-events-none">
        <Glyph
          kind={step.kind}
          tone={tone}
          dead={step.dead}
          redriven={marks.some(({ role }) => role === "redrive")}
        />
        {undoes && (
          <g transform={`translate(${labelX - 14} -5.5)`}>
            <UndoArrow />
          </g>
        )}
      </g>
      <text x={labelX} y={4} className={clsx(LABEL, !(inside && !waits) && FREE)}>
        {label}
      </text>
    </g>
  );
}

function BundleView({ shape, x, y, chosen }: Props<BundleShape> & { chosen: boolean }) {
  const t = useTranslations("saga.timeline");
  const { events, label, is } = shape;
  const first = events[0]!.step;
  const times = is === "run" ? `×${events.length}` : `+${events.length}`;
  return (
    <g
      transform={`translate(${x} ${y})`}
      data-from={events[0]!.place}
      data-to={events.at(-1)!.place}
      className="cursor-zoom-in"
    >
      <title>
        {t(is === "run" ? "run" : "crowd", { count: events.length, type: makeVisible(first.type) })}
      </title>
      <rect
        x={0}
        y={-9}
        width={shape.x1 - shape.x0}
        height={18}
        rx={9}
        strokeDasharray={is === "crowd" ? "2 2" : undefined}
        className={clsx(
          "hover:stroke-accent",
          chosen ? "stroke-accent" : "stroke-line-strong",
          is === "run" ? SOFT[toneOf(first)] : "fill-surface",
        )}
      />
      <text x={8} y={4} className={clsx(LABEL, "tabular-nums")}>
        <tspan className="font-semibold">{times}</tspan>
        {is === "run" && <tspan dx={5}>{label}</tspan>}
      </text>
    </g>
  );
}

function MarkView({ shape, x, y }: Props<MarkShape>) {
  const t = useTranslations("saga.timeline.mark");
  const { mark } = shape;
  return (
    <g transform={`translate(${x + HALF} ${y})`} data-event={mark.firstId} className="cursor-pointer">
      <title>{`${t(mark.role)} · ${makeVisible(mark.type)}`}</title>
      <circle r={9} className="fill-transparent stroke-none hover:stroke-line-strong" />
      <g className="pointer-events-none">
        <MarkGlyph role={mark.role} />
      </g>
    </g>
  );
}

function GhostView({ shape, x, y }: Props<GhostShape>) {
  const t = useTranslations("saga.timeline");
  const span = useSpan();
  const { ghost, end, label } = shape;
  const { p50Ms, p95Ms, type } = ghost.expectation;
  const stroke = ghost.late ? "stroke-warn" : "stroke-muted";
  const late = ghost.late ? [t("late")] : [];
  const known = [
    { of: "p50" as const, ms: p50Ms },
    { of: "p95" as const, ms: p95Ms },
  ].flatMap(({ of, ms }) => (ms === null ? [] : [{ of, span: span(ms) }]));
  // Short on the drawing, which ends not far right of it; in words on its title.
  const times = [...late, ...known.map((it) => `${it.of} ${it.span}`)];
  const words = [...late, ...known.map((it) => t(it.of, { span: it.span }))];
  return (
    <g transform={`translate(${x + HALF} ${y})`}>
      <title>{[t("expected", { type: makeVisible(type) }), ...words].join(" · ")}</title>
      {end > shape.x0 + HALF + 8 && (
        <path
          d={`M7 0H${end - shape.x0 - HALF}m0 -4v8`}
          className={clsx("fill-none", stroke)}
          strokeDasharray="2 2"
        />
      )}
      <circle r={5.5} className={clsx("fill-surface", stroke)} strokeWidth={1.5} strokeDasharray="2.5 2" />
      <text x={11} y={times.length > 0 ? -2 : 4} className={clsx(LABEL, ghost.late && "fill-warn")}>
        {label}
      </text>
      {times.length > 0 && (
        <text x={11} y={10} className={clsx(LABEL, ghost.late ? "fill-warn" : "fill-muted")}>
          {times.join(" · ")}
        </text>
      )}
    </g>
  );
}
