import Link from "next/link";
import { VisibleText } from "@/components/ui/visible-text";
import { CompensationBadge, PriorityBadge } from "./complaint-badges";
import type { ComplaintLine } from "./complaint-columns";
import { Due } from "./due";
import { Person } from "./person";

/** A complaint on the board: what it is about, how urgent, whose, and how much time is left. */
export function ComplaintCard({ complaint, people, me }: ComplaintLine) {
  return (
    <article className="relative flex flex-col gap-2 rounded-md border border-line bg-surface p-3 hover:border-line-strong has-focus-visible:outline-2 has-focus-visible:outline-accent">
      <h3 className="line-clamp-2 text-sm font-medium text-pretty [overflow-wrap:anywhere]">
        <Link
          href={`/complaints/${encodeURIComponent(complaint.id)}`}
          className="outline-none after:absolute after:inset-0"
        >
          <VisibleText value={complaint.title} title={false} />
        </Link>
      </h3>
      <div className="flex flex-wrap items-center gap-1.5">
        <PriorityBadge priority={complaint.priority} />
        <CompensationBadge compensation={complaint.compensation} />
        <span className="min-w-0 truncate text-xs text-muted">
          <VisibleText value={complaint.category} />
        </span>
      </div>
      <div className="flex flex-wrap items-center justify-between gap-x-2 gap-y-1 text-xs">
        <Person id={complaint.assignedTo} people={people} me={me} short />
        <Due complaint={complaint} bar={false} />
      </div>
    </article>
  );
}
