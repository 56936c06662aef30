import clsx from "clsx";
import type { EventKind } from "@/server/envelopes/envelope";

/** How an event looks: its shape says what kind it is, so that no colour has to. Centred, 12 pixels. */
const SHAPES: Record<EventKind, { path: string; hollow: boolean }> = {
  event: { path: "M-5.5 0a5.5 5.5 0 1 0 11 0a5.5 5.5 0 1 0 -11 0Z", hollow: false },
  integration_event: { path: "M0 -6.5L6.5 0L0 6.5L-6.5 0Z", hollow: false },
  command: { path: "M-4.5 -6L6 0L-4.5 6Z", hollow: false },
  request: { path: "M-4.5 -6L6 0L-4.5 6Z", hollow: true },
  reply: { path: "M4.5 -6L-6 0L4.5 6Z", hollow: true },
};

export type Tone = "plain" | "told" | "undo" | "bad";
const FILLS: Record<Tone, string> = {
  plain: "fill-accent stroke-accent",
  told: "fill-muted stroke-muted",
  undo: "fill-undo stroke-undo",
  bad: "fill-bad stroke-bad",
};

/** Colour of an event: what undoes another one has its own, and so have commands, which are no facts yet. */
export function toneOf({ kind, compensation }: { kind: EventKind; compensation: string | null }): Tone {
  if (compensation !== null) return "undo";
  return kind === "command" || kind === "request" ? "told" : "plain";
}

/** The glyph of an event, inside of an SVG. */
export function Glyph({
  kind,
  tone,
  dead = false,
  redriven = false,
}: {
  kind: EventKind;
  tone: Tone;
  /** It was dead-lettered. */
  dead?: boolean;
  redriven?: boolean;
}) {
  const { path, hollow } = SHAPES[kind];
  return (
    <>
      {redriven && <circle r={9} className="fill-none stroke-accent" strokeWidth={1.5} />}
      <path
        d={path}
        strokeWidth={1.5}
        strokeLinejoin="round"
        className={clsx(FILLS[tone], hollow && "fill-surface")}
      />
      {dead && (
        <g transform="translate(6 -6)">
          <circle r={5} className="fill-surface stroke-bad" strokeWidth={1} />
          <path d={CROSS} className="stroke-bad" strokeWidth={1.5} strokeLinecap="round" />
        </g>
      )}
    </>
  );
}

const CROSS = "M-2 -2L2 2M2 -2L-2 2";

/** A glyph that stands in a text or a legend. */
export function GlyphIcon(props: Parameters<typeof Glyph>[0]) {
  return (
    <svg aria-hidden="true" viewBox="-11 -12 23 23" className="size-5 shrink-0">
      <Glyph {...props} />
    </svg>
  );
}

/** What happened to an event later, at its own moment. */
export function MarkGlyph({ role }: { role: "death" | "retry" | "redrive" | "replay" }) {
  switch (role) {
    case "death":
      return <path d="M-4 -4L4 4M4 -4L-4 4" className="stroke-bad" strokeWidth={2} strokeLinecap="round" />;
    case "redrive":
      return <circle r={5} className="fill-none stroke-accent" strokeWidth={2} />;
    case "replay":
      return <circle r={5} className="fill-none stroke-accent" strokeWidth={2} strokeDasharray="3 2" />;
    case "retry":
      return (
        <path d="M4 -3A5 5 0 1 0 5 1M4 -6V-2.5H0.5" className="fill-none stroke-warn" strokeWidth={1.5} />
      );
  }
}

/** The bent arrow of what undoes another step; 10 pixels, its corner at the top left. */
export function UndoArrow() {
  return (
    <path
      d="M1 4H7A3 3 0 0 1 7 10H4M4 1L1 4L4 7"
      className="fill-none stroke-undo"
      strokeWidth={1.5}
      strokeLinecap="round"
      strokeLinejoin="round"
    />
  );
}
