import clsx from "clsx";
import { CircleAlert, CircleCheck, CircleDashed, type LucideIcon, TriangleAlert } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";

export type PartState = "good" | "warn" | "bad" | "unknown";

export interface StatusPart {
  name: string;
  state: PartState;
  /** In a few words. */
  text: string;
  /** The whole story. */
  detail?: string;
  /** The page that explains it. */
  href?: string;
}

const ICONS: Record<PartState, LucideIcon> = {
  good: CircleCheck,
  warn: TriangleAlert,
  bad: CircleAlert,
  unknown: CircleDashed,
};
const COLOURS: Record<PartState, string> = {
  good: "text-good",
  warn: "text-warn",
  bad: "text-bad",
  unknown: "text-muted",
};
const WORDS: Record<PartState, string> = {
  good: "text-ink",
  warn: "font-medium text-warn",
  bad: "font-medium text-bad",
  unknown: "text-ink",
};

/** One line at the foot of every page: how broker, database, ingest and coverage are doing. */
export function StatusLine({
  label,
  parts,
  role = "contentinfo",
}: {
  label: string;
  parts: StatusPart[];
  /** `group`: an example of it. */
  role?: "contentinfo" | "group";
}) {
  return (
    <div
      // It scrolls sideways on a narrow screen: the keyboard must reach it.
      {...{ role, "aria-label": label, tabIndex: 0 }}
      className="flex min-h-7 shrink-0 items-center gap-x-4 overflow-x-auto border-t border-line bg-surface px-4 text-xs text-muted tabular-nums -outline-offset-2"
    >
      {parts.map((part) => {
        const Icon = ICONS[part.state];
        return (
          <Part key={part.name} {...part}>
            <Icon aria-hidden className={clsx("size-3.5 shrink-0", COLOURS[part.state])} />
            {part.name}
            <span className={WORDS[part.state]}>{part.text}</span>
          </Part>
        );
      })}
    </div>
  );
}

function Part({ detail, href, children }: StatusPart & { children: ReactNode }) {
  const look = "flex min-h-6 items-center gap-1.5 whitespace-nowrap";
  return href === undefined ? (
    <span className={look} title={detail}>
      {children}
    </span>
  ) : (
    <Link href={href} title={detail} className={clsx(look, "rounded-sm hover:underline -outline-offset-1")}>
      {children}
    </Link>
  );
}
