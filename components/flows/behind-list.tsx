"use client";

import { Skull } from "lucide-react";
import Link from "next/link";
import { useFormatter, useTranslations } from "next-intl";
import { SagaBadge } from "@/components/sagas/saga-badge";
import { useSpan } from "@/components/sagas/timeline/use-span";
import { Badge } from "@/components/ui/badge";
import type { BehindAnswer } from "@/server/flows/flow-schemas";
import { TypeName } from "./type-name";

/** Events behind a node or an edge, each with its saga. */
export function BehindList({ items, label }: { items: BehindAnswer["items"]; label: string }) {
  const t = useTranslations("flows");
  const format = useFormatter();
  const span = useSpan();
  return (
    <ol aria-label={label} className="divide-y divide-line">
      {items.map(({ recordId, at, type, gapMs, link, dead, saga }) => (
        <li key={recordId} className="flex flex-col gap-0.5 py-2 text-sm">
          <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
            <Link
              href={`/sagas/${saga.id}?event=${recordId}`}
              prefetch={false}
              className="font-medium text-accent hover:underline"
            >
              {saga.type === null ? t("saga") : <TypeName type={saga.type} />}
            </Link>
            <SagaBadge status={saga.status} late={false} />
            {dead && (
              <Badge icon={Skull} tone="bad">
                {t("deadLettered")}
              </Badge>
            )}
          </p>
          <p className="flex flex-wrap gap-x-3 text-xs text-muted tabular-nums">
            <time dateTime={new Date(at / 1_000).toISOString()}>
              {format.dateTime(new Date(at / 1_000), { dateStyle: "medium", timeStyle: "medium" })}
            </time>
            {gapMs !== null && <span>{t("afterGap", { gap: span(gapMs) })}</span>}
            {link === "order" && <span>{t("inferred")}</span>}
            <Link href={`/events/${recordId}`} prefetch={false} className="text-accent hover:underline">
              <TypeName type={type} />
            </Link>
          </p>
        </li>
      ))}
    </ol>
  );
}
