"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { useTRPC } from "@/app/_trpc/react";
import { type ImportRun, NEW_RUN, withOutcomes } from "@/components/quarantine/import-report";
import type { ImportPreview, QuarantineFilter } from "@/server/quarantine/quarantine-schemas";

/**
 * Imports all that match, part by part, from this tab. Closing it stops the import after the part under way; what is
 * done is done, and asking again goes on with the rest: nothing is imported twice.
 */
export function useImport() {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const part = useMutation(trpc.quarantine.importPart.mutationOptions({ retry: false }));
  const [run, setRun] = useState<ImportRun | null>(null);
  const stopped = useRef(false);

  async function start(
    filter: QuarantineFilter,
    { count, through }: ImportPreview,
    reason: string | undefined,
  ): Promise<void> {
    if (through === null) return;
    stopped.current = false;
    let current: ImportRun = { ...NEW_RUN, total: count };
    const show = (next: ImportRun) => {
      current = next;
      setRun(next);
    };
    show(current);
    let after: string | undefined;
    try {
      for (;;) {
        const answer = await part.mutateAsync({ filter, through, reason, ...(after ? { after } : {}) });
        show(withOutcomes(current, answer.outcomes));
        if (answer.next === null) break;
        after = answer.next;
        if (stopped.current) {
          show({ ...current, state: "stopped" });
          return;
        }
      }
      show({ ...current, state: "done" });
    } catch (error) {
      show({ ...current, state: "failed", problem: error instanceof Error ? error.message : String(error) });
    } finally {
      await queryClient.invalidateQueries({ queryKey: trpc.quarantine.pathKey() });
    }
  }

  return {
    run,
    start,
    stop: () => {
      stopped.current = true;
    },
    clear: () => setRun(null),
  };
}
