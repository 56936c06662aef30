"use client";

import dynamic from "next/dynamic";
import type { Targeted } from "./targeted";

const RedriveWindow = dynamic(() => import("./redrive-window"), { ssr: false });

/** Plans a redrive, shows what it would do, and starts it. Its code comes when it is first wanted. */
export function RedriveDialog({
  targeted,
  again = false,
  onClose,
}: {
  targeted: Targeted | null;
  /** Those are meant that were redriven before, too. */
  again?: boolean;
  onClose: () => void;
}) {
  return targeted && <RedriveWindow targeted={targeted} again={again} onClose={onClose} />;
}
