"use client";

import { useEffect, useRef } from "react";
import type { SagaDetail } from "@/server/sagas/saga-schemas";

/** Timers hold no longer than this; what is later than that is looked at again then. */
const LONGEST_MS = 3_600_000;
/** The server's clock may be a little behind ours. */
const AFTER_MS = 500;
/** Where the moment has passed and the answer does not say so yet: it was lost, or the clocks differ by more. */
const AGAIN_MS = 3_000;

/** The moment (milliseconds since 1970) at which a saga becomes late or stuck, by what is known of it; null: at none. */
export function nextMoment({
  status,
  late,
  lateAt,
  stuckAt,
}: Pick<SagaDetail["saga"], "status" | "late" | "lateAt" | "stuckAt">): number | null {
  if (status !== "RUNNING" && status !== "COMPENSATING") return null;
  const ahead = [late ? null : lateAt, stuckAt].filter((moment) => moment !== null);
  return ahead.length === 0 ? null : Math.min(...ahead) / 1_000;
}

/** Asks again when a saga becomes late or stuck, until the answer says so: nothing is published at that moment. */
export function useMoments(saga: SagaDetail["saga"] | undefined, ask: () => void): void {
  const latest = useRef(ask);
  latest.current = ask;
  const moment = saga ? nextMoment(saga) : null;
  useEffect(() => {
    if (moment === null) return;
    let timer: ReturnType<typeof setTimeout>;
    const wait = (least: number) => {
      const ms = Math.max(least, moment - Date.now() + AFTER_MS);
      timer = setTimeout(
        () => {
          latest.current();
          wait(AGAIN_MS);
        },
        Math.min(LONGEST_MS, ms),
      );
    };
    wait(0);
    return () => clearTimeout(timer);
  }, [moment]);
}
