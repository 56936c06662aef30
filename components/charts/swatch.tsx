"use client";

import { useTranslations } from "next-intl";
import { useLayoutEffect, useRef } from "react";
import { VisibleText } from "@/components/ui/visible-text";
import type { ChartStack } from "./series-rows";

/** The colour of a stack. Set by script: a style attribute in the server's HTML would not pass the content security policy. */
export function Swatch({ colour }: { colour: string }) {
  const box = useRef<HTMLSpanElement>(null);
  useLayoutEffect(() => {
    if (box.current) box.current.style.background = colour;
  }, [colour]);
  return <span ref={box} aria-hidden className="size-2.5 shrink-0 rounded-[2px]" />;
}

/** What a stack is called: the exchange, the default exchange, or how many others. */
export function StackName({
  stack,
  className,
}: {
  stack: Pick<ChartStack, "name" | "names">;
  className?: string;
}) {
  const t = useTranslations("charts");
  if (stack.name === null) return <span className={className}>{t("others", { count: stack.names })}</span>;
  if (stack.name === "") return <i className={className}>{t("defaultExchange")}</i>;
  return <VisibleText value={stack.name} {...(className ? { className } : {})} />;
}
