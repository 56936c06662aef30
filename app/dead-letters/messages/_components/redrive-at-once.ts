import type { useTRPCClient } from "@/app/_trpc/react";
import { mannerInput, USUAL_MANNER } from "@/components/redrives/manner";
import type { RedrivePreview } from "@/server/redrive/redrive-schemas";
import { leftOutOf } from "../../_components/left-out-of";

type Redrives = ReturnType<typeof useTRPCClient>["redrives"];

/**
 * Redrives one message to the queue that it died in, where nothing speaks against it. `doubt`: something does, so that a
 * person should see the preview; nothing was sent, and the plan is given up.
 * @throws what the server says where it can be neither
 */
export async function redriveAtOnce(redrives: Redrives, id: string): Promise<"started" | "doubt"> {
  try {
    const planned = await redrives.plan.mutate({ selection: { ids: [id] }, ...mannerInput(USUAL_MANNER) });
    if (!isClean(planned.preview)) {
      await redrives.abort.mutate({ id: planned.redrive.id });
      return "doubt";
    }
    await redrives.start.mutate({ id: planned.redrive.id });
    return "started";
  } catch (error) {
    // Its queue is only observed, say: the preview offers what can be done.
    if (leftOutOf(error)) return "doubt";
    throw error;
  }
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
