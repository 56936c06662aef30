import type { ReactNode } from "react";
import { Brand } from "./brand";

/** A page before the console: a form in the middle, without rail and bars. */
export function DoorPage({
  title,
  intro,
  children,
}: {
  title: string;
  intro?: ReactNode;
  children: ReactNode;
}) {
  return (
    <div className="w-full max-w-sm">
      <Brand />
      <div className="mt-4 rounded-lg border border-line bg-surface p-5">
        <h1 className="text-lg font-semibold">{title}</h1>
        {intro && <div className="mt-1 text-sm text-muted">{intro}</div>}
        <div className="mt-4">{children}</div>
      </div>
    </div>
  );
}
