import clsx from "clsx";
import type { ReactNode } from "react";

/** What scrolls on its own, from top to bottom: it can be reached, and scrolled, by keyboard. */
export function Scrolling({ className, children }: { className?: string; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
    <div tabIndex={0} className={clsx("min-h-0 flex-1 overflow-y-auto -outline-offset-2", className)}>
      {children}
    </div>
  );
}

/** What scrolls on its own, from side to side, as a table does on a narrow screen: it can be reached, and scrolled, by keyboard. */
export function ScrollingAcross({ className, children }: { className?: string; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
    <div tabIndex={0} className={clsx("overflow-x-auto -outline-offset-2", className)}>
      {children}
    </div>
  );
}
