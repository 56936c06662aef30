import clsx from "clsx";
import { CircleCheck, ShieldX } from "lucide-react";
import { useTranslations } from "next-intl";
import { ExchangeName, Moment, Size } from "@/components/events/event-row";
import { Badge } from "@/components/ui/badge";
import { VisibleText } from "@/components/ui/visible-text";
import type { QuarantineItem } from "@/server/quarantine/quarantine-schemas";

interface Props {
  items: readonly QuarantineItem[];
  selected: string | null;
  onSelect: (id: string) => void;
}

/** Messages that could not be stored: since when, where from, and why in plain words. */
export function QuarantineList({ items, selected, onSelect }: Props) {
  const t = useTranslations("quarantine");
  return (
    <ul aria-label={t("list")} className="divide-y divide-line">
      {items.map((item) => (
        <li key={item.id}>
          <button
            type="button"
            aria-current={selected === item.id}
            onClick={() => onSelect(item.id)}
            className={clsx(
              "flex w-full flex-wrap items-start gap-x-4 gap-y-1 px-4 py-2 text-start text-sm -outline-offset-2 sm:flex-nowrap",
              selected === item.id ? "bg-accent-soft" : "hover:bg-raised",
            )}
          >
            <span className="w-34 shrink-0 pt-px text-xs text-muted tabular-nums">
              <Moment value={item.receivedAt} />
            </span>
            <span className="min-w-0 flex-1 basis-60">
              <span className="flex flex-wrap items-center gap-x-2 gap-y-0.5">
                <span className="font-medium">{t(`cause.${item.cause}.title`)}</span>
                <StateBadge item={item} />
              </span>
              <span className="block truncate text-xs text-muted">
                <span className="font-mono">{item.errorCode}</span>{" "}
                <VisibleText value={item.reason} title={false} />
              </span>
            </span>
            <span className="flex min-w-0 flex-wrap gap-x-2 text-xs sm:w-56 sm:shrink-0 sm:flex-col">
              <ExchangeName value={item.exchange} />
              <VisibleText value={item.routingKey} className="truncate font-mono text-muted" />
            </span>
            <span className="ms-auto shrink-0 text-end text-xs text-muted tabular-nums sm:w-14">
              <Size bytes={item.bodySize} />
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
}

/** Whether it still waits, and how often it was refused. */
export function StateBadge({ item }: { item: QuarantineItem }) {
  const t = useTranslations("quarantine");
  return item.importedAt === null ? (
    <Badge icon={ShieldX} tone="warn">
      {t("waiting", { count: item.attempts })}
    </Badge>
  ) : (
    <Badge icon={CircleCheck} tone="good">
      {t("imported")}
    </Badge>
  );
}
