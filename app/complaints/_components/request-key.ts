"use client";

import { useRef } from "react";

/**
 * The idempotency key of a form: the same as long as the same is asked, so that it is done once however often it is
 * sent; another one when something else is asked.
 */
export function useRequestKey(): (asked: unknown) => string {
  const last = useRef<{ asked: string; key: string }>(undefined);
  return (asked) => {
    const text = JSON.stringify(asked);
    if (last.current?.asked !== text) last.current = { asked: text, key: crypto.randomUUID() };
    return last.current.key;
  };
}
