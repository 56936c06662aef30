"use client";

import { useSubscription } from "@trpc/tanstack-react-query";
import { useEffect, useRef } from "react";
import { leaveWhenSignedOut } from "@/app/_access/leave";

/** Pause before a connection that the server ended with an error is tried again. */
const RETRY_MS = 2_000;

/** A subscription as `subscriptionOptions` of its procedure gives it. */
export type LiveOptions<Output, Failure> = Parameters<typeof useSubscription<Output, Failure>>[0];

/**
 * A live connection that is kept: one that ends with an error is made anew after a pause, and whoever is not signed in any
 * more is sent to sign in. A page that asks again when something has changed wants `useLiveChanges`.
 * @param onRetry called before it is made anew
 * @returns whether it is there
 */
export function useLiveConnection<Output, Failure>(
  options: LiveOptions<Output, Failure>,
  onRetry?: () => void,
): boolean {
  const { status, reset } = useSubscription({ ...options, onError: leaveWhenSignedOut });
  const retry = useRef(onRetry);
  retry.current = onRetry;
  const failed = status === "error";
  useEffect(() => {
    if (!failed) return;
    const again = setTimeout(() => {
      retry.current?.();
      reset();
    }, RETRY_MS);
    return () => clearTimeout(again);
  }, [failed, reset]);
  return status === "pending";
}
