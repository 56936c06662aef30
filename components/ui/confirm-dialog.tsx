"use client";

import type { ReactElement, ReactNode } from "react";
import { useLoadedOnUse } from "./use-loaded-on-use";

export interface ConfirmProps {
  /** The question, naming the thing: “Import 12 messages again?” */
  title: string;
  /** Exactly what will happen, one sentence each, with numbers and names. */
  consequences: readonly ReactNode[];
  /** The action in the words of the question: “Import 12 messages”, never “OK”. */
  confirmLabel: string;
  /** `bad` for what cannot be undone. */
  tone?: "plain" | "bad";
  /** It is not done without a reason. */
  needsReason?: boolean;
  /**
   * The dialog stays open while it runs, closes when it resolves, and shows what it throws. `reason`: why, in the words
   * of whoever does it; undefined where they say nothing.
   */
  onConfirm: (reason: string | undefined) => unknown;
  trigger?: ReactElement;
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
}

const load = () => import("./confirm-window");

/**
 * Asks before an action with consequences. Focus starts on the way out; a click beside it does not answer. Its code
 * comes when it is first wanted.
 */
export function ConfirmDialog(props: ConfirmProps) {
  const { Window, trigger, open, setOpen } = useLoadedOnUse(load, props);
  if (!Window) return trigger;
  return <Window {...props} open={open} onOpenChange={setOpen} />;
}
