import clsx from "clsx";
import type { ReactNode } from "react";

interface ScrollingProps {
  className?: string;
  children: ReactNode;
}

/** What scrolls on its own, from top to bottom. */
export function Scrolling({ className, children }: ScrollingProps) {
  return <Reachable className={clsx("min-h-0 flex-1 overflow-y-auto", className)}>{children}</Reachable>;
}

/** What scrolls on its own, from side to side, as a table does on a narrow screen. */
export function ScrollingAcross({ className, children }: ScrollingProps) {
  return <Reachable className={clsx("overflow-x-auto", className)}>{children}</Reachable>;
}

/** It can be reached, and scrolled, by keyboard. */
function Reachable({ className, children }: ScrollingProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
    <div tabIndex={0} className={clsx("-outline-offset-2", className)}>
      {children}
    </div>
  );
}
