"use client";

import { useSubscription } from "@trpc/tanstack-react-query";
import { useEffect, useRef } from "react";
import { leaveWhenSignedOut } from "@/app/_access/leave";
import { useTRPC } from "@/app/_trpc/react";
import type { LiveState } from "@/components/frame/live-switch";

/** Pause before a connection that the server ended with an error is tried again. */
const RETRY_MS = 2_000;
/** Changes that come together are one. */
const GATHER_MS = 400;

/** Calls `onChange` when a saga has changed, or may have while the connection was away. */
export function useLiveSaga(id: string, onChange: () => void): LiveState {
  const trpc = useTRPC();
  const latest = useRef(onChange);
  latest.current = onChange;
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const changed = () => {
    timer.current ??= setTimeout(() => {
      timer.current = undefined;
      latest.current();
    }, GATHER_MS);
  };
  useEffect(() => () => clearTimeout(timer.current), []);
  const { status, reset } = useSubscription(
    trpc.sagas.live.subscriptionOptions({ id }, { onError: leaveWhenSignedOut, onData: changed }),
  );
  const failed = status === "error";
  useEffect(() => {
    if (!failed) return;
    const again = setTimeout(reset, RETRY_MS);
    return () => clearTimeout(again);
  }, [failed, reset]);
  return status === "pending" ? "live" : "reconnecting";
}
