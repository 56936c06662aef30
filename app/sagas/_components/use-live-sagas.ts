"use client";

import { useTRPC } from "@/app/_trpc/react";
import { useLiveChanges } from "@/app/_trpc/use-live-changes";
import type { LiveState } from "@/components/frame/live-switch";

/** A busy system changes all the time: a list is asked for again no more often than this. */
const EVERY_MS = 2_000;

/** Calls `onChange` when sagas have changed, or may have; not more often than every two seconds. */
export function useLiveSagas(enabled: boolean, onChange: () => void): LiveState {
  const trpc = useTRPC();
  return useLiveChanges(trpc.sagas.live.subscriptionOptions({}), onChange, { enabled, pace: EVERY_MS });
}
