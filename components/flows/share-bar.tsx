"use client";

import { useLayoutEffect, useRef } from "react";

/** A share as a bar. Its width is set by script: the content security policy takes no style attribute. */
export function ShareBar({ share, tone = "accent" }: { share: number; tone?: "accent" | "bad" }) {
  const bar = useRef<HTMLSpanElement>(null);
  useLayoutEffect(() => {
    if (bar.current) bar.current.style.width = `${Math.max(1, Math.min(100, share * 100))}%`;
  }, [share]);
  return (
    <span aria-hidden className="block h-1.5 w-full min-w-12 overflow-hidden rounded-full bg-raised">
      <span
        ref={bar}
        className={`block h-full w-0 rounded-full ${tone === "bad" ? "bg-bad" : "bg-accent"}`}
      />
    </span>
  );
}
