import type { ReactNode } from "react";

/** What chooses what is shown, over it. */
export function ControlRow({ children }: { children: ReactNode }) {
  return (
    <div className="flex shrink-0 flex-wrap items-center gap-x-4 gap-y-2 border-b border-line bg-surface px-4 py-2">
      {children}
    </div>
  );
}
