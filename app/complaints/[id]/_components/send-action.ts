import type { useTRPCClient } from "@/app/_trpc/react";
import type { ActionKind } from "./action-kinds";

/** What the form of an action holds; each uses some of it. */
export interface ActionValues {
  assignedTo?: string;
  resolution?: string;
  text?: string;
  reason?: string;
  priority?: "LOW" | "MEDIUM" | "HIGH" | "CRITICAL";
}

type Client = ReturnType<typeof useTRPCClient>["complaints"];
type Answer = Awaited<ReturnType<Client["close"]["mutate"]>>;

/** Gives the command of an action. `to`: which complaint, the version that the form has shown, the form's own key. */
export function sendAction(
  complaints: Client,
  kind: ActionKind,
  values: ActionValues,
  to: { id: string; key: string; expectedVersion?: number },
): Promise<Answer> {
  const { assignedTo = "", resolution = "", text = "", reason = "", priority = "LOW" } = values;
  switch (kind) {
    case "assign":
      return complaints.assign.mutate({ ...to, assignedTo });
    case "reassign":
      return complaints.reassign.mutate({ ...to, assignedTo });
    case "start":
      return complaints.process.mutate(to);
    case "resolve":
      return complaints.process.mutate({ ...to, resolution });
    case "close":
      return complaints.close.mutate(to);
    case "reopen":
      return complaints.reopen.mutate({ ...to, reason });
    case "comment":
      return complaints.comment.mutate({ ...to, text });
    case "changePriority":
      return complaints.changePriority.mutate({ ...to, priority });
    case "requireCompensation":
      return complaints.requireCompensation.mutate({ ...to, reason });
  }
}
