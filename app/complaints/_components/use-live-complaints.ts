"use client";

import { useTRPC } from "@/app/_trpc/react";
import { useLiveChanges } from "@/app/_trpc/use-live-changes";
import type { LiveState } from "@/components/frame/live-switch";

/**
 * Calls `onChange` when complaints have changed, or may have.
 * @param id of the one that matters; null: any of them
 */
export function useLiveComplaints(id: string | null, onChange: () => void): LiveState {
  const trpc = useTRPC();
  return useLiveChanges(trpc.complaints.live.subscriptionOptions(id === null ? {} : { id }), onChange);
}
