"use client";

import { Check, Copy, type LucideIcon, X } from "lucide-react";
import { useTranslations } from "next-intl";
import { type ReactNode, useEffect, useState } from "react";
import { Button } from "./button";
import { copyText } from "./copy-text";

/** Copies a text; says so to the eye for two seconds, and to the ear. */
export function CopyButton({
  text,
  label,
  children,
  className,
  icon = Copy,
  tabIndex,
}: {
  /** What to copy, or what makes it when it is long. */
  text: string | (() => string);
  /** What it does: “Copy the event id”. */
  label: string;
  /** Words beside the icon; without them it is an icon alone. */
  children?: ReactNode;
  className?: string;
  icon?: LucideIcon;
  /** -1 where keys of what stands around do the same. */
  tabIndex?: number;
}) {
  const t = useTranslations("ui");
  const [result, setResult] = useState<"copied" | "failed" | null>(null);
  useEffect(() => {
    if (result === null) return;
    const timer = setTimeout(() => setResult(null), 2_000);
    return () => clearTimeout(timer);
  }, [result]);
  const Icon = result === null ? icon : result === "copied" ? Check : X;
  return (
    <>
      <Button
        look="quiet"
        aria-label={label}
        title={label}
        tabIndex={tabIndex}
        className={className}
        onClick={async () =>
          setResult((await copyText(typeof text === "string" ? text : text())) ? "copied" : "failed")
        }
      >
        <Icon
          aria-hidden
          className={`size-4 ${result === "copied" ? "text-good" : result === "failed" ? "text-bad" : ""}`}
        />
        {children}
      </Button>
      <span role="status" className="sr-only">
        {result !== null && t(result)}
      </span>
    </>
  );
}
