import clsx from "clsx";
import type { EnvironmentColour } from "@/server/env";

const COLOURS: Record<EnvironmentColour, string> = {
  red: "bg-place-red",
  orange: "bg-place-orange",
  green: "bg-place-green",
  blue: "bg-place-blue",
  violet: "bg-place-violet",
  grey: "bg-place-grey",
};

/** Which installation this is, on every page: a colour and its name, so that nobody mistakes production for staging. */
export function EnvironmentStrip({
  name,
  colour,
  label,
}: {
  name: string;
  colour: EnvironmentColour;
  /** What the name is, for who cannot see the strip. */
  label: string;
}) {
  return (
    <p
      className={clsx(
        "shrink-0 truncate px-4 py-px text-center text-2xs font-semibold tracking-wider text-on-place uppercase",
        COLOURS[colour],
      )}
    >
      <span className="sr-only">{label} </span>
      {name}
    </p>
  );
}
