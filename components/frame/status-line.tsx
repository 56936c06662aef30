import clsx from "clsx";
import { CircleAlert, CircleCheck, CircleDashed, type LucideIcon } from "lucide-react";

export type PartState = "good" | "bad" | "unknown";

export interface StatusPart {
  name: string;
  state: PartState;
  /** In a few words. */
  text: string;
  /** The whole story. */
  detail?: string;
}

const ICONS: Record<PartState, LucideIcon> = { good: CircleCheck, bad: CircleAlert, unknown: CircleDashed };
const COLOURS: Record<PartState, string> = { good: "text-good", bad: "text-bad", unknown: "text-muted" };

/** One line at the foot of every page: how broker, database and ingest are doing. */
export function StatusLine({ label, parts }: { label: string; parts: StatusPart[] }) {
  return (
    <footer
      role="contentinfo"
      aria-label={label}
      className="flex min-h-7 shrink-0 flex-wrap items-center gap-x-4 border-t border-line bg-surface px-4 py-1 text-xs text-muted"
    >
      {parts.map((part) => {
        const Icon = ICONS[part.state];
        return (
          <span key={part.name} className="flex items-center gap-1.5 whitespace-nowrap" title={part.detail}>
            <Icon aria-hidden className={clsx("size-3.5 shrink-0", COLOURS[part.state])} />
            {part.name}
            <span className={part.state === "bad" ? "font-medium text-bad" : "text-ink"}>{part.text}</span>
          </span>
        );
      })}
    </footer>
  );
}
