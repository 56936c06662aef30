import clsx from "clsx";
import type { ComponentProps } from "react";

const LOOKS = {
  primary: "bg-accent text-on-accent hover:opacity-90",
  /** What cannot be undone. */
  bad: "bg-bad text-on-accent hover:opacity-90",
  plain: "border border-line-strong bg-surface hover:bg-raised data-popup-open:bg-raised",
  quiet: "text-muted hover:bg-raised hover:text-ink data-popup-open:bg-raised data-popup-open:text-ink",
} as const;

export type ButtonLook = keyof typeof LOOKS;

/** The classes of a button. */
export const buttonClass = (look: ButtonLook, className?: string): string =>
  clsx(
    "inline-flex min-h-8 min-w-8 shrink-0 items-center justify-center gap-1.5 rounded-md px-2.5 text-sm font-medium whitespace-nowrap transition-colors disabled:opacity-50",
    LOOKS[look],
    className,
  );

/** A button of at least 32 px. An icon alone needs an `aria-label`. */
export function Button({
  look = "plain",
  className,
  ...rest
}: ComponentProps<"button"> & { look?: ButtonLook }) {
  return <button type="button" {...rest} className={buttonClass(look, className)} />;
}
