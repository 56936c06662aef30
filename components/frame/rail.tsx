import clsx from "clsx";
import type { LucideIcon } from "lucide-react";
import Link from "next/link";

export interface RailGroup {
  id: string;
  name: string;
  pages: readonly { id: string; name: string; href: string; icon: LucideIcon; current: boolean }[];
}

/** The ways to the pages, in groups. `narrow`: icons alone, their names beside them on hover and focus. */
export function Rail({
  label,
  groups,
  narrow = false,
  onGo,
}: {
  label: string;
  groups: readonly RailGroup[];
  narrow?: boolean;
  onGo?: () => void;
}) {
  return (
    <nav aria-label={label} className="flex flex-col gap-3">
      {groups.map((group) => (
        <section key={group.id} aria-label={group.name}>
          {narrow ? (
            <div aria-hidden className="mx-2 mb-1.5 border-t border-line" />
          ) : (
            <h2 className="px-2 pb-1 text-2xs font-medium text-muted">{group.name}</h2>
          )}
          <ul className="flex flex-col gap-0.5">
            {group.pages.map(({ id, name, href, icon: Icon, current }) => (
              <li key={id}>
                <Link
                  href={href}
                  onClick={onGo}
                  title={narrow ? name : undefined}
                  aria-current={current ? "page" : undefined}
                  className={clsx(
                    "flex min-h-8 items-center gap-2.5 rounded-md text-sm font-medium",
                    narrow ? "justify-center" : "px-2",
                    current ? "bg-accent-soft text-accent" : "text-muted hover:bg-raised hover:text-ink",
                  )}
                >
                  <Icon aria-hidden className="size-4 shrink-0" />
                  <span className={narrow ? "sr-only" : "truncate"}>{name}</span>
                </Link>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </nav>
  );
}
