"use client";

import { useTRPC } from "@/app/_trpc/react";
import { useLiveChanges } from "@/app/_trpc/use-live-changes";
import type { LiveState } from "@/components/frame/live-switch";

/** A long saga is not asked for again with each of its events. */
const EVERY_MS = 400;

/** Calls `onChange` when a saga has changed, or may have. */
export function useLiveSaga(id: string, onChange: () => void): LiveState {
  const trpc = useTRPC();
  return useLiveChanges(trpc.sagas.live.subscriptionOptions({ id }), onChange, { pace: EVERY_MS });
}
