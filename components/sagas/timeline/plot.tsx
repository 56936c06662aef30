import { useTranslations } from "next-intl";
import { memo } from "react";
import { arrowsIn } from "./arrows";
import { rowY, type Scene, shapesIn, type View } from "./scene";
import { ShapeView } from "./shape-view";
import { xOf } from "./time-axis";
import type { TimelineLink, TimelineModel } from "./timeline-model";

interface Props {
  model: TimelineModel;
  scene: Scene;
  /** What to draw; its left is the left of the drawing. */
  view: View;
  links: ReadonlySet<TimelineLink["kind"]>;
  selected: string | null;
  /** Place of the event that the playhead stands at; null: it is not used. */
  playhead: number | null;
}

/** The part of the lanes that is in view: only that is there at all. Who cannot see it has the table. */
export const Plot = memo(function Plot({ model, scene, view, links, selected, playhead }: Props) {
  const t = useTranslations("saga.timeline");
  const left = Math.max(0, view.x0);
  const width = Math.max(1, Math.min(scene.width, view.x1) - left);
  const arrows = arrowsIn(model, scene, { ...view, x0: left }, { kinds: links, selected });
  const played = playhead === null ? null : (model.events[playhead] ?? null);
  const headX = played === null ? null : xOf(scene.axis, played.step.at) - left;
  return (
    <svg
      aria-hidden="true"
      width={width}
      height={Math.max(1, scene.height)}
      style={{ left }}
      className="absolute top-0 overflow-hidden"
    >
      <defs>
        {["line-strong", "accent"].map((tone) => (
          <marker
            key={tone}
            id={`saga-arrow-${tone}`}
            viewBox="0 0 8 8"
            refX={5}
            refY={4}
            markerWidth={7}
            markerHeight={7}
            orient="auto"
          >
            <path d="M0.5 0.5L6.5 4L0.5 7.5" fill="none" stroke={`var(--color-${tone})`} strokeWidth={1.4} />
          </marker>
        ))}
        <pattern
          id="saga-gap"
          width={6}
          height={6}
          patternUnits="userSpaceOnUse"
          patternTransform="rotate(45)"
        >
          <path d="M0 0V6" className="stroke-line" strokeWidth={2} />
        </pattern>
      </defs>
      {scene.lanes.map(({ y, height }, lane) => (
        <rect
          // biome-ignore lint/suspicious/noArrayIndexKey: a lane is its place
          key={lane}
          x={0}
          y={y}
          width={width}
          height={height}
          className={lane % 2 === 0 ? "fill-surface" : "fill-ground"}
        />
      ))}
      {scene.axis.segments.map(({ gap, x0, x1 }) =>
        gap && x1 >= left && x0 <= left + width ? (
          <g key={gap.key}>
            <rect x={x0 - left} y={0} width={x1 - x0} height={scene.height} fill="url(#saga-gap)" />
            <path
              d={`M${x0 - left} 0V${scene.height}M${x1 - left} 0V${scene.height}`}
              className="stroke-line"
            />
          </g>
        ) : null,
      )}
      {scene.nowX !== null && (
        <g transform={`translate(${scene.nowX - left} 0)`}>
          <rect
            width={Math.max(0, scene.width - scene.nowX)}
            height={scene.height}
            className="fill-raised opacity-50"
          />
          <path d={`M0 0V${scene.height}`} className="stroke-accent" strokeWidth={1} strokeDasharray="4 3" />
        </g>
      )}
      {arrows.map(({ key, path, link, chosen }) => (
        <path
          key={key}
          d={path}
          fill="none"
          className={chosen ? "stroke-accent" : "stroke-line-strong"}
          strokeWidth={chosen ? 1.75 : 1.1}
          strokeDasharray={link.kind === "order" ? "1.5 4" : link.kind === "pair" ? "6 3" : undefined}
          strokeLinecap="round"
          opacity={playhead !== null && link.to.place > playhead ? 0.15 : chosen ? 1 : 0.75}
          markerEnd={`url(#saga-arrow-${chosen ? "accent" : "line-strong"})`}
        >
          <title>{t(`link.${link.kind}`)}</title>
        </path>
      ))}
      {shapesIn(scene, view).map(({ lane, shapes }) =>
        shapes.map((shape) => (
          <g key={keyOf(shape)} opacity={isLater(shape, playhead, played?.step.at ?? 0) ? 0.25 : 1}>
            <ShapeView
              shape={shape}
              x={shape.x0 - left}
              y={rowY(scene.lanes[lane]!, shape.row)}
              chosen={holds(shape, selected)}
            />
          </g>
        )),
      )}
      {headX !== null && (
        <path
          d={`M${headX} 0V${scene.height}`}
          className="pointer-events-none stroke-accent"
          strokeWidth={1.5}
        />
      )}
    </svg>
  );
});

type Shape = ReturnType<typeof shapesIn>[number]["shapes"][number];

function keyOf(shape: Shape): string {
  switch (shape.is) {
    case "event":
      return shape.event.step.id;
    case "mark":
      return `mark ${shape.mark.id}`;
    case "ghost":
      return `ghost ${shape.ghost.key}`;
    default:
      return `${shape.is} ${shape.events[0]!.step.id}`;
  }
}

function holds(shape: Shape, id: string | null): boolean {
  if (id === null) return false;
  if (shape.is === "event") return shape.event.step.id === id;
  return (shape.is === "run" || shape.is === "crowd") && shape.events.some(({ step }) => step.id === id);
}

/** It comes after the moment that is looked at. */
function isLater(shape: Shape, playhead: number | null, at: number): boolean {
  if (playhead === null) return false;
  switch (shape.is) {
    case "event":
      return shape.event.place > playhead;
    case "mark":
      return shape.mark.at > at;
    case "ghost":
      return true;
    default:
      return shape.events[0]!.place > playhead;
  }
}
