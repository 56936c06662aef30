import clsx from "clsx";

/** Where something will stand, in its real size (give it by classes). Nothing to hear: say “loading” beside it once. */
export function Skeleton({ className }: { className?: string }) {
  return <div aria-hidden className={clsx("skeleton", className)} />;
}
