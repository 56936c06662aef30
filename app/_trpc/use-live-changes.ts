"use client";

import { useEffect, useRef } from "react";
import type { LiveState } from "@/components/frame/live-switch";
import { type LiveOptions, useLiveConnection } from "./use-live-connection";

/** Changes that come together are one. */
const GATHER_MS = 250;

/**
 * Calls `onChange` when something has changed, or may have: also when the connection is made, for what changed after the page
 * was rendered and before anybody listened is told to nobody, and when it was away.
 * @param options of a subscription that says that something has changed
 * @param pace milliseconds from one call to the next at least; 0: only changes that come together are one
 */
export function useLiveChanges<Output, Failure>(
  options: LiveOptions<Output, Failure>,
  onChange: () => void,
  { enabled = true, pace = 0 }: { enabled?: boolean; pace?: number } = {},
): LiveState {
  const latest = useRef(onChange);
  latest.current = onChange;
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const last = useRef(Number.NEGATIVE_INFINITY);
  const changed = () => {
    const wait = Math.max(GATHER_MS, last.current + pace - performance.now());
    timer.current ??= setTimeout(() => {
      timer.current = undefined;
      last.current = performance.now();
      latest.current();
    }, wait);
  };
  useEffect(() => () => clearTimeout(timer.current), []);
  const there = useLiveConnection({ ...options, enabled, onStarted: changed, onData: changed });
  return enabled ? (there ? "live" : "reconnecting") : "off";
}
