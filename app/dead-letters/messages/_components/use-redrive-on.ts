"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useTRPC } from "@/app/_trpc/react";
import { mannerInput, USUAL_MANNER } from "@/components/redrives/manner";
import { useToast } from "@/components/ui/toast";
import type { RedrivePreview } from "@/server/redrive/redrive-schemas";
import { leftOutOf } from "../../_components/use-plan";

/**
 * Redrives one message at once, to the queue that it died in, where nothing speaks against it. Where something does, the
 * plan is given up and `onDoubt` is called, so that a person sees the preview.
 */
export function useRedriveOn(onDoubt: (id: string) => void): (id: string, then: () => void) => void {
  const t = useTranslations("redrives");
  const trpc = useTRPC();
  const queries = useQueryClient();
  const say = useToast();
  const plan = useMutation(trpc.redrives.plan.mutationOptions({ retry: false }));
  const start = useMutation(trpc.redrives.start.mutationOptions({ retry: false }));
  const abort = useMutation(trpc.redrives.abort.mutationOptions({ retry: false }));
  const run = async (id: string, then: () => void) => {
    try {
      const planned = await plan.mutateAsync({ selection: { ids: [id] }, ...mannerInput(USUAL_MANNER) });
      if (!isClean(planned.preview)) {
        await abort.mutateAsync({ id: planned.redrive.id });
        onDoubt(id);
        return;
      }
      await start.mutateAsync({ id: planned.redrive.id });
      say(t("started", { count: 1 }));
      then();
    } catch (error) {
      // Its queue is only observed, say: the preview offers what can be done.
      if (leftOutOf(error)) return onDoubt(id);
      say(t("notStarted"), { tone: "bad", detail: error instanceof Error ? error.message : String(error) });
    } finally {
      void queries.invalidateQueries({ queryKey: trpc.deadLetters.pathKey() });
      void queries.invalidateQueries({ queryKey: trpc.redrives.pathKey() });
    }
  };
  return (id, then) => void run(id, then);
}

/** Nothing that a person should think about first. */
function isClean(preview: RedrivePreview): boolean {
  const { problem, unroutable, targetless, handledElsewhere, redrivenBefore, inDoubtBefore, targets } =
    preview;
  return (
    problem === null &&
    unroutable + targetless + handledElsewhere + redrivenBefore + inDoubtBefore === 0 &&
    targets.every(({ consumers }) => consumers !== 0)
  );
}
