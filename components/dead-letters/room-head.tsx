"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";

/** The pages of the room, in the order in which an operator needs them. */
const PLACES = [
  ["causes", "/dead-letters"],
  ["messages", "/dead-letters/messages"],
  ["redrives", "/dead-letters/redrives"],
  ["queues", "/dead-letters/queues"],
] as const;
export type RoomPlace = (typeof PLACES)[number][0];

/** Head of every list of the room: what it is, how it stands, and the way to its other lists. `children`: filters. */
export function RoomHead({
  place,
  about,
  aside,
  children,
}: {
  place: RoomPlace;
  about?: ReactNode;
  aside?: ReactNode;
  children?: ReactNode;
}) {
  const t = useTranslations("deadLetters");
  return (
    <header className="shrink-0 border-b border-line bg-surface">
      <div className="flex flex-wrap items-end gap-x-4 gap-y-1 px-4 pt-2.5">
        <div className="min-w-0 flex-1 basis-72">
          <h1 className="text-lg font-semibold">{t(`place.${place}.title`)}</h1>
          <div className="min-h-[1.1rem] text-xs text-muted tabular-nums">{about}</div>
        </div>
        {aside}
      </div>
      <nav aria-label={t("places")} className="mt-1 overflow-x-auto px-2 -outline-offset-2">
        <ul className="flex">
          {PLACES.map(([id, href]) => (
            <li key={id}>
              <Link
                href={href}
                aria-current={id === place ? "page" : undefined}
                className="flex min-h-8 items-center border-b-2 border-transparent px-2 text-sm font-medium whitespace-nowrap text-muted -outline-offset-2 hover:text-ink aria-[current=page]:border-accent aria-[current=page]:text-ink"
              >
                {t(`place.${id}.name`)}
              </Link>
            </li>
          ))}
        </ul>
      </nav>
      {children && (
        // On a telephone two choices stand beside each other; what needs the whole width says `max-sm:col-span-2`.
        <div className="flex flex-wrap items-center gap-2 border-t border-line px-4 py-2 max-sm:grid max-sm:grid-cols-2">
          {children}
        </div>
      )}
    </header>
  );
}
