import { X } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { VisibleText } from "@/components/ui/visible-text";

/** What stands beside the list when something is opened: its name, and facts in sections. */
export function DetailPanel({
  kind,
  name,
  copy,
  onClose,
  children,
}: {
  kind: string;
  name: string;
  /** The name as the broker has it; null when it has none. */
  copy: string | null;
  onClose: () => void;
  children: ReactNode;
}) {
  const t = useTranslations("topology");
  return (
    <aside
      aria-label={t("opened")}
      className="flex min-h-0 flex-col border-line bg-surface max-lg:fixed max-lg:inset-x-0 max-lg:bottom-0 max-lg:z-20 max-lg:h-[72dvh] max-lg:rounded-t-lg max-lg:border-t max-lg:shadow-pop lg:w-[26rem] lg:shrink-0 lg:border-s"
    >
      <header className="flex items-start gap-2 border-b border-line px-4 py-2.5">
        <div className="min-w-0 flex-1">
          <p className="text-xs text-muted">{kind}</p>
          <h2 className="text-base font-semibold break-words">
            <VisibleText value={name} />
          </h2>
        </div>
        {copy !== null && copy !== "" && <CopyButton text={copy} label={t("detail.copyName")} />}
        <Button look="quiet" aria-label={t("close")} onClick={onClose}>
          <X aria-hidden className="size-4" />
        </Button>
      </header>
      <div className="min-h-0 flex-1 overflow-y-auto px-4 py-1">{children}</div>
    </aside>
  );
}

/** A part of a panel, under its own title. */
export function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="border-b border-line py-3 text-sm last:border-b-0">
      <h3 className="mb-1.5 text-xs font-medium text-muted">{title}</h3>
      {children}
    </section>
  );
}

/** Facts as term and value; what is null is left out. */
export function Facts({ facts }: { facts: readonly (readonly [term: string, value: ReactNode] | null)[] }) {
  return (
    <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1">
      {facts.map(
        (fact) =>
          fact && (
            <div key={fact[0]} className="contents">
              <dt className="text-muted">{fact[0]}</dt>
              <dd className="min-w-0 text-end break-words tabular-nums">{fact[1]}</dd>
            </div>
          ),
      )}
    </dl>
  );
}

const SHOWN = 12;

/** Neighbours to go on to, the first few. */
export function LinkList<Item>({
  items,
  itemKey,
  empty,
  children,
}: {
  items: readonly Item[];
  itemKey: (item: Item) => string;
  empty: string;
  children: (item: Item) => ReactNode;
}) {
  const t = useTranslations("topology.detail");
  if (items.length === 0) return <p className="text-muted">{empty}</p>;
  return (
    <ul className="flex flex-col gap-0.5">
      {items.slice(0, SHOWN).map((item) => (
        <li key={itemKey(item)} className="min-w-0">
          {children(item)}
        </li>
      ))}
      {items.length > SHOWN && (
        <li className="text-xs text-muted">{t("more", { count: items.length - SHOWN })}</li>
      )}
    </ul>
  );
}
