import clsx from "clsx";
import { EnvironmentStrip } from "@/components/frame/environment-strip";
import { Section } from "./section";

const GROUNDS = [
  ["ground", "bg-ground text-ink"],
  ["surface", "bg-surface text-ink"],
  ["raised", "bg-raised text-ink"],
  ["accent-soft", "bg-accent-soft text-accent"],
  ["accent", "bg-accent text-on-accent"],
  ["warn-soft", "bg-warn-soft text-warn"],
  ["bad-soft", "bg-bad-soft text-bad"],
  ["bad", "bg-bad text-on-accent"],
] as const;

const INKS = [
  ["ink", "text-ink"],
  ["muted", "text-muted"],
  ["accent", "text-accent"],
  ["good", "text-good"],
  ["warn", "text-warn"],
  ["bad", "text-bad"],
  ["code-key", "text-code-key"],
  ["code-text", "text-code-text"],
  ["code-number", "text-code-number"],
] as const;

const SIZES = [
  ["text-lg", "17 px"],
  ["text-base", "14 px"],
  ["text-sm", "13 px"],
  ["text-xs", "12 px"],
  ["text-2xs", "11 px"],
] as const;

/** Colours, type and the environments. `globals.css` has them, its spec measures their contrast. */
export function Tokens() {
  return (
    <>
      <Section name="Grounds">
        {GROUNDS.map(([name, look]) => (
          <span key={name} className={clsx("rounded-md border border-line px-3 py-2 text-sm", look)}>
            {name}
          </span>
        ))}
      </Section>
      <Section name="Inks">
        {INKS.map(([name, look]) => (
          <span key={name} className={clsx("text-sm font-medium", look)}>
            {name}
          </span>
        ))}
      </Section>
      <Section name="Type">
        {SIZES.map(([look, size]) => (
          <p key={look} className={clsx("basis-full tabular-nums", look)}>
            {look} · {size} · 0123456789 · <span className="font-mono">order.created 7f3a</span>
          </p>
        ))}
      </Section>
      <Section name="Environments">
        <div className="w-full overflow-hidden rounded-md">
          {(["red", "orange", "green", "blue", "violet", "grey"] as const).map((colour) => (
            <EnvironmentStrip key={colour} name={colour} colour={colour} label="Environment:" />
          ))}
        </div>
      </Section>
    </>
  );
}
