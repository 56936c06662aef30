import Link from "next/link";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import type { SagaListKind } from "./saga-list";

const PLACES: readonly { id: SagaListKind; href: string }[] = [
  { id: "sagas", href: "/sagas" },
  { id: "requests", href: "/sagas/requests" },
];

/** Head of the lists of sagas: what they are, and the way to the other one. `children`: filters. */
export function SagasHead({
  place,
  search,
  children,
}: {
  place: SagaListKind;
  /** Goes along to the other list: range and virtual host, as in an address. */
  search: string;
  children?: ReactNode;
}) {
  const t = useTranslations("sagas");
  return (
    <header className="shrink-0 border-b border-line bg-surface">
      <div className="px-4 pt-2.5">
        <h1 className="text-lg font-semibold">{t(`place.${place}`)}</h1>
        <p className="text-xs text-muted max-sm:hidden">{t(`about.${place}`)}</p>
      </div>
      <nav aria-label={t("places")} className="mt-1 overflow-x-auto px-2 -outline-offset-2">
        <ul className="flex">
          {PLACES.map(({ id, href }) => (
            <li key={id}>
              <Link
                href={`${href}${search}`}
                aria-current={id === place ? "page" : undefined}
                className="flex min-h-8 items-center border-b-2 border-transparent px-2 text-sm font-medium whitespace-nowrap text-muted -outline-offset-2 hover:text-ink aria-[current=page]:border-accent aria-[current=page]:text-ink"
              >
                {t(`place.${id}`)}
              </Link>
            </li>
          ))}
        </ul>
      </nav>
      {children && (
        <div className="flex flex-wrap items-center gap-2 border-t border-line px-4 py-2">{children}</div>
      )}
    </header>
  );
}
