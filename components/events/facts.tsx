import { CircleHelp } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { holdsMask, MaskedMark } from "@/components/masking/masked-value";
import { VisibleText } from "@/components/ui/visible-text";

/** Names and values, one a line. */
export function Facts({ title, children }: { title?: string; children: ReactNode }) {
  return (
    <section className="px-4 py-3">
      {title && <h3 className="mb-1 text-xs font-semibold text-muted">{title}</h3>}
      <dl className="grid grid-cols-[minmax(7rem,auto)_minmax(0,1fr)] gap-x-4 text-sm">{children}</dl>
    </section>
  );
}

/** One of them. `inferred`: we concluded it, the producer did not say it; `type`: its type on the wire. */
export function Fact({
  name,
  value,
  inferred = false,
  type,
  children,
}: {
  name: ReactNode;
  value?: string | number | boolean | null | undefined;
  inferred?: boolean;
  type?: string;
  children?: ReactNode;
}) {
  const t = useTranslations("detail");
  if (children === undefined && (value === null || value === undefined)) return null;
  return (
    <>
      <dt className="py-1 text-muted [overflow-wrap:anywhere]">{name}</dt>
      <dd className="flex min-w-0 flex-wrap items-baseline gap-x-2 py-1">
        {children ?? (
          <>
            <VisibleText
              value={String(value)}
              title={false}
              className="font-mono text-xs [overflow-wrap:anywhere]"
            />
            {holdsMask(value) && <MaskedMark />}
          </>
        )}
        {type && <span className="text-2xs text-muted">{type}</span>}
        {inferred && (
          <span className="flex items-center gap-1 text-2xs text-warn" title={t("inferredHint")}>
            <CircleHelp aria-hidden className="size-3" />
            {t("inferred")}
          </span>
        )}
      </dd>
    </>
  );
}
