import { CircleAlert, type LucideIcon } from "lucide-react";
import { useTranslations } from "next-intl";
import { type ReactNode, useId } from "react";
import { Button } from "@/components/ui/button";

/** A part of a page with its name. `aside` stands at the end of its head: a count, a link. */
export function Card({
  icon: Icon,
  title,
  aside,
  children,
}: {
  icon: LucideIcon;
  title: string;
  aside?: ReactNode;
  children: ReactNode;
}) {
  const id = useId();
  return (
    <section aria-labelledby={id} className="overflow-hidden rounded-lg border border-line bg-surface">
      <header className="flex min-h-10 flex-wrap items-center gap-x-2 border-b border-line px-4 py-1">
        <Icon aria-hidden className="size-4 text-muted" />
        <h2 id={id} className="text-sm font-semibold">
          {title}
        </h2>
        {aside && <div className="ms-auto text-xs text-muted tabular-nums">{aside}</div>}
      </header>
      {children}
    </section>
  );
}

/** A sentence in place of a card's content. */
export function CardNote({ children }: { children: ReactNode }) {
  return <p className="px-4 py-3 text-sm text-muted">{children}</p>;
}

/** While a card's content is on its way, in about its size. */
export function CardSkeleton({ lines = 4 }: { lines?: number }) {
  const t = useTranslations("eventPage");
  return (
    <div role="status" aria-label={t("loading")} className="flex flex-col gap-3 px-4 py-4">
      {WIDTHS.slice(0, lines).map((width) => (
        <div key={width} className={`skeleton h-3 ${width}`} />
      ))}
    </div>
  );
}

const WIDTHS = ["w-2/3", "w-1/2", "w-3/4", "w-2/5", "w-3/5", "w-1/3", "w-5/6", "w-1/4"];

/** A card's content could not be had; the rest of the page stands. */
export function CardFailed({ message, onRetry }: { message: string; onRetry: () => void }) {
  const t = useTranslations("eventPage");
  return (
    <div role="alert" className="flex flex-wrap items-center gap-3 px-4 py-3 text-sm">
      <CircleAlert aria-hidden className="size-4 shrink-0 text-bad" />
      <span className="min-w-0 flex-1">{message}</span>
      <Button onClick={onRetry}>{t("retry")}</Button>
    </div>
  );
}
