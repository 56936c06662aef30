"use client";

import dynamic from "next/dynamic";
import type { DeadLetterSelection } from "@/server/dead-letters/dead-letter-filter";

const SettleWindow = dynamic(() => import("./settle-window"), { ssr: false });

/** Discards dead letters, or takes that back, after saying what becomes of them. Its code comes when it is first wanted. */
export function SettleDialog({
  selection,
  ...rest
}: {
  change: "discard" | "restore";
  /** Null: closed. */
  selection: DeadLetterSelection | null;
  onClose: () => void;
  onDone?: () => void;
}) {
  return selection && <SettleWindow selection={selection} {...rest} />;
}
