"use client";

import Link from "next/link";
import { useFormatter, useTranslations } from "next-intl";
import { useLayoutEffect, useRef } from "react";
import { Skeleton } from "@/components/ui/skeleton";
import { VisibleText } from "@/components/ui/visible-text";

/** The most frequent names of a range; each leads to its events. */
export function TopList({
  title,
  items,
  total,
  hrefOf,
}: {
  title: string;
  items: readonly { name: string; count: number }[];
  /** All messages of the range. */
  total: number;
  hrefOf: (name: string) => string;
}) {
  const t = useTranslations("overview");
  const format = useFormatter();
  const most = items[0]?.count ?? 1;
  return (
    <>
      <h2 className="text-sm font-medium">{title}</h2>
      {items.length === 0 ? (
        <p className="grid min-h-40 place-items-center text-sm text-muted">{t("nothing")}</p>
      ) : (
        <ol className="mt-1.5 flex flex-col">
          {items.map(({ name, count }) => (
            <li key={name}>
              <Link
                href={hrefOf(name)}
                prefetch={false}
                className="group relative flex min-h-7 items-center gap-3 rounded-sm px-2 text-sm"
              >
                <Share value={count / most} />
                <span className="relative min-w-0 flex-1 truncate group-hover:underline">
                  {name === "" ? <i>{t("defaultExchange")}</i> : <VisibleText value={name} />}
                </span>
                <span className="relative tabular-nums">{format.number(count)}</span>
                <span className="relative w-10 text-end text-xs text-muted tabular-nums">
                  {format.number(count / Math.max(1, total), { style: "percent", maximumFractionDigits: 0 })}
                </span>
              </Link>
            </li>
          ))}
        </ol>
      )}
    </>
  );
}

/** How much of the greatest it is. Its width is set by script: the content security policy takes no style attribute. */
function Share({ value }: { value: number }) {
  const bar = useRef<HTMLSpanElement>(null);
  useLayoutEffect(() => {
    if (bar.current) bar.current.style.width = `${Math.max(0.5, value * 100)}%`;
  }, [value]);
  return (
    <span
      ref={bar}
      aria-hidden
      className="absolute inset-y-0.5 start-0 w-0 rounded-sm bg-accent-soft group-hover:bg-raised"
    />
  );
}

export function TopListSkeleton() {
  return (
    <div className="flex flex-col gap-2 py-1">
      {["w-2/3", "w-full", "w-11/12", "w-10/12", "w-9/12", "w-8/12", "w-7/12"].map((width) => (
        <Skeleton key={width} className={`h-5 ${width}`} />
      ))}
    </div>
  );
}
