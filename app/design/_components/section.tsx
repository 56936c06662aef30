import type { ReactNode } from "react";

/** One component with its states. */
export function Section({ name, children }: { name: string; children: ReactNode }) {
  return (
    <section aria-label={name} className="min-w-0 rounded-lg border border-line bg-surface">
      <h2 className="border-b border-line px-4 py-2 text-sm font-semibold">{name}</h2>
      <div className="flex flex-wrap items-center gap-3 p-4">{children}</div>
    </section>
  );
}
