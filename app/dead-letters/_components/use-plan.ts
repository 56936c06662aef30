"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useEffectEvent, useRef, useState } from "react";
import { useTRPC } from "@/app/_trpc/react";
import { type Manner, mannerInput } from "@/components/redrives/manner";
import type { DeadLetterSelection } from "@/server/dead-letters/dead-letter-filter";
import type { LeftOut, PlannedRedrive } from "@/server/redrive/redrive-schemas";
import { leftOutOf } from "./left-out-of";

/** Who listens may change while somebody reads: what the plan would do is asked again, a large one seldom. */
const LOOK_AGAIN = { few: 10_000, fewMs: 5_000, manyMs: 30_000 };

/**
 * A plan as long as its window is open. It is made at once, and made again for another manner; unless it is started or
 * kept it is given up when the window closes, so that it keeps nobody from its messages.
 */
export function usePlan(selection: DeadLetterSelection, usual: Manner) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const changed = () => {
    void queries.invalidateQueries({ queryKey: trpc.redrives.pathKey() });
    void queries.invalidateQueries({ queryKey: trpc.deadLetters.pathKey() });
  };
  const plan = useMutation(trpc.redrives.plan.mutationOptions({ retry: false }));
  const abort = useMutation(trpc.redrives.abort.mutationOptions({ retry: false, onSettled: changed }));
  const start = useMutation(trpc.redrives.start.mutationOptions({ retry: false, onSettled: changed }));
  const [planned, setPlanned] = useState<(PlannedRedrive & { manner: Manner }) | null>(null);
  const [busy, setBusy] = useState(true);
  const [problem, setProblem] = useState<{ message: string; leftOut: LeftOut | null } | null>(null);
  const { data: preview } = useQuery({
    ...trpc.redrives.preview.queryOptions({ id: planned?.redrive.id ?? "" }),
    enabled: planned !== null && !busy,
    initialData: planned?.preview,
    refetchInterval: ({ state }) =>
      (state.data?.total ?? 0) <= LOOK_AGAIN.few ? LOOK_AGAIN.fewMs : LOOK_AGAIN.manyMs,
    staleTime: LOOK_AGAIN.fewMs,
  });
  const open = useRef(true);
  const begun = useRef(false);
  const own = useRef<string | null>(null);

  const giveUp = async () => {
    const id = own.current;
    own.current = null;
    if (id !== null) await abort.mutateAsync({ id });
  };
  const make = async (manner: Manner) => {
    setBusy(true);
    setProblem(null);
    try {
      await giveUp();
      setPlanned(null);
      const made = await plan.mutateAsync({ selection, ...mannerInput(manner) });
      own.current = made.redrive.id;
      setPlanned({ ...made, manner });
      if (!open.current) await giveUp();
    } catch (error) {
      setProblem(problemOf(error));
    } finally {
      setBusy(false);
    }
  };
  const first = useEffectEvent(() => {
    open.current = true;
    if (begun.current) return;
    begun.current = true;
    void make(usual);
  });
  const last = useEffectEvent(() => {
    open.current = false;
    void giveUp().catch(() => {});
  });
  useEffect(() => {
    first();
    return () => last();
  }, []);

  return {
    planned: planned && { ...planned, preview: preview ?? planned.preview },
    busy,
    problem,
    make,
    /** Starts it, and answers with what it then is. Null: it could not be; `problem` says why. */
    start: async (reason: string | undefined) => {
      if (!planned) return null;
      setBusy(true);
      try {
        const started = await start.mutateAsync({ id: planned.redrive.id, reason });
        own.current = null;
        return started;
      } catch (error) {
        setProblem(problemOf(error));
        return null;
      } finally {
        setBusy(false);
      }
    },
    /** It stays as it is, for later. */
    keep: () => {
      own.current = null;
      changed();
    },
    giveUp: () => giveUp().catch(() => {}),
  };
}

function problemOf(error: unknown) {
  return { message: error instanceof Error ? error.message : String(error), leftOut: leftOutOf(error) };
}
