"use client";

import { useLayoutEffect, useState } from "react";
import type { Size } from "./first-view";

/** Pixels that there are; null until they are known. */
export function useSize(of: { current: HTMLElement | null }): Size | null {
  const [size, setSize] = useState<Size | null>(null);
  useLayoutEffect(() => {
    const observer = new ResizeObserver(([entry]) => {
      const { width, height } = entry!.contentRect;
      if (width > 0 && height > 0) setSize({ width, height });
    });
    if (of.current) observer.observe(of.current);
    return () => observer.disconnect();
  }, [of]);
  return size;
}
