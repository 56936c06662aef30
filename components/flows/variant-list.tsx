"use client";

import { Filter, Skull } from "lucide-react";
import Link from "next/link";
import { useFormatter, useTranslations } from "next-intl";
import { useSpan } from "@/components/sagas/timeline/use-span";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import type { VariantsAnswer } from "@/server/flows/flow-schemas";
import { MOST_TOLD } from "@/server/sagas/words";
import { ShareBar } from "./share-bar";
import { VariantPath } from "./variant-path";

/** The distinct ways that sagas took: how many, how long, one to open, and the way to filter everything by it. */
export function VariantList({
  answer,
  chosen,
  sagasHref,
  onChoose,
}: {
  answer: VariantsAnswer;
  chosen: string | null;
  /** The sagas that took a way. */
  sagasHref: (variant: string) => string;
  onChoose: (variant: string | null) => void;
}) {
  const t = useTranslations("flows");
  const format = useFormatter();
  const span = useSpan();
  const { items } = answer;
  return (
    <div className="flex flex-col gap-2 p-4">
      <p role="status" className="text-xs text-muted tabular-nums">
        {t("variants.summary", { ways: items.length + answer.others.variants, sagas: answer.total })}
      </p>
      {items.some(({ cut }) => cut) && (
        <p className="text-xs text-warn">{t("variants.told", { most: MOST_TOLD })}</p>
      )}
      <ol aria-label={t("tab.variants")} className="flex flex-col gap-2">
        {items.map(({ variant, path, count, share, p50Ms, p95Ms, dead, cut, example }) => (
          <li
            key={variant}
            aria-current={variant === chosen ? "true" : undefined}
            className="grid gap-x-5 gap-y-2 rounded-lg border border-line bg-surface px-3.5 py-2.5 aria-[current=true]:border-accent lg:grid-cols-[11rem_minmax(0,1fr)_auto] lg:items-center"
          >
            <div className="flex flex-col gap-1">
              <p className="flex items-baseline gap-2 tabular-nums">
                <span className="text-base font-semibold">{format.number(count)}</span>
                <span className="text-xs text-muted">
                  {format.number(share, { style: "percent", maximumFractionDigits: share < 0.1 ? 1 : 0 })}
                </span>
                {dead > 0 && (
                  <Badge icon={Skull} tone="bad">
                    {t("variants.dead", { count: dead })}
                  </Badge>
                )}
              </p>
              <ShareBar share={share} />
              <p className="text-xs text-muted tabular-nums">
                {t("variants.took", { p50: span(p50Ms), p95: span(p95Ms) })}
              </p>
            </div>
            <div className="flex min-w-0 flex-col gap-1">
              <VariantPath path={path} />
              {cut && <p className="text-xs text-muted">{t("variants.cut", { most: MOST_TOLD })}</p>}
            </div>
            <div className="flex flex-wrap items-center gap-1">
              <Button
                aria-pressed={variant === chosen}
                look={variant === chosen ? "primary" : "plain"}
                onClick={() => onChoose(variant === chosen ? null : variant)}
              >
                <Filter aria-hidden className="size-4" />
                {t(variant === chosen ? "variants.chosen" : "variants.choose")}
              </Button>
              <Link
                href={sagasHref(variant)}
                prefetch={false}
                className="flex min-h-8 items-center px-2 text-sm text-accent hover:underline"
              >
                {t("variants.sagas")}
              </Link>
              <Link
                href={`/sagas/${example}`}
                prefetch={false}
                className="flex min-h-8 items-center px-2 text-sm text-accent hover:underline"
              >
                {t("example")}
              </Link>
            </div>
          </li>
        ))}
      </ol>
      {answer.others.variants > 0 && (
        <p className="text-xs text-muted tabular-nums">
          {t("variants.others", { ways: answer.others.variants, sagas: answer.others.sagas })}
        </p>
      )}
    </div>
  );
}
