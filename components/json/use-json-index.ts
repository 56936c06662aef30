"use client";

import { useEffect, useMemo, useState } from "react";
import { indexJson, indexJsonNow, type JsonIndex } from "./index-json";

/** Texts up to this length are indexed while they are drawn: a few milliseconds. */
const AT_ONCE = 1 << 18;
/** Longer than this the page is not kept from answering. */
const SLICE_MS = 12;

/** The index of a text; null when it is no JSON, undefined while a long one is being read, in slices between which the page breathes. */
export function useJsonIndex(text: string | null): JsonIndex | null | undefined {
  const short = useMemo(
    () => (text === null ? null : text.length <= AT_ONCE ? indexJsonNow(text) : undefined),
    [text],
  );
  const [long, setLong] = useState<{ text: string; index: JsonIndex | null } | null>(null);
  useEffect(() => {
    if (text === null || text.length <= AT_ONCE) return;
    const steps = indexJson(text);
    const channel = new MessageChannel();
    channel.port1.onmessage = () => {
      const until = performance.now() + SLICE_MS;
      while (performance.now() < until) {
        const step = steps.next();
        if (step.done) return setLong({ text, index: step.value });
      }
      channel.port2.postMessage(null);
    };
    channel.port2.postMessage(null);
    return () => channel.port1.close();
  }, [text]);
  if (short !== undefined) return short;
  return long?.text === text ? long.index : undefined;
}
