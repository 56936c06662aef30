"use client";

import { useSubscription } from "@trpc/tanstack-react-query";
import { useEffect, useRef } from "react";
import { leaveWhenSignedOut } from "@/app/_access/leave";
import { useTRPC } from "@/app/_trpc/react";
import type { LiveState } from "@/components/frame/live-switch";

/** Pause before a connection that the server ended with an error is tried again. */
const RETRY_MS = 2_000;
/** A busy system changes all the time: a list is asked for again no more often than this. */
const EVERY_MS = 2_000;

/** Calls `onChange` when sagas have changed, or may have while the connection was away; not more often than every two seconds. */
export function useLiveSagas(enabled: boolean, onChange: () => void): LiveState {
  const trpc = useTRPC();
  const latest = useRef(onChange);
  latest.current = onChange;
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const last = useRef(Number.NEGATIVE_INFINITY);
  const changed = () => {
    const wait = Math.max(0, last.current + EVERY_MS - performance.now());
    timer.current ??= setTimeout(() => {
      timer.current = undefined;
      last.current = performance.now();
      latest.current();
    }, wait);
  };
  useEffect(() => () => clearTimeout(timer.current), []);
  const { status, reset } = useSubscription(
    trpc.sagas.live.subscriptionOptions(
      {},
      {
        enabled,
        onError: leaveWhenSignedOut,
        // What changed before anybody listened is told to nobody.
        onStarted: changed,
        onData: changed,
      },
    ),
  );
  const failed = status === "error";
  useEffect(() => {
    if (!failed) return;
    const again = setTimeout(reset, RETRY_MS);
    return () => clearTimeout(again);
  }, [failed, reset]);
  return enabled ? (status === "pending" ? "live" : "reconnecting") : "off";
}
