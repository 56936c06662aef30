"use client";

import { ChevronDown } from "lucide-react";
import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useMay, useRefusal } from "@/app/_access/me";
import { usePlace } from "@/app/_access/place";
import { useShortcut } from "@/app/_frame/shortcuts";
import { Button } from "@/components/ui/button";
import { Popover } from "@/components/ui/popover";
import { allowedCommands } from "@/server/complaints/complaint-commands";
import type { ComplaintOutput } from "@/server/complaints/complaint-schemas";
import { ACTION_KINDS, type ActionKind, commandOf, IN_SIGHT, NEXT, permissionFor } from "./action-kinds";

/** Forms bring their libraries along when one is first wanted. */
const loadDialog = () => import("./action-dialog");
const ActionDialog = dynamic(loadDialog, { ssr: false });

/** Keys of the actions that are used most. */
const KEYS: Partial<Record<ActionKind, string>> = {
  assign: "a",
  start: "s",
  resolve: "r",
  close: "x",
  reopen: "o",
  comment: "c",
};

/** What may be done to the complaint now, by this reader. */
export function ComplaintActions({ complaint }: { complaint: Pick<ComplaintOutput, "view" | "people"> }) {
  const t = useTranslations("complaint");
  const { view } = complaint;
  const may = useMay();
  const refusal = useRefusal();
  const place = usePlace()?.complaints ?? undefined;
  const [open, setOpen] = useState<ActionKind | null>(null);
  const [more, setMore] = useState(false);
  const allowed = allowedCommands(view.status, view.compensation === "running");
  const kinds = ACTION_KINDS.filter(
    (kind) => allowed.includes(commandOf(kind)) && may(permissionFor(kind), place),
    // Work that has begun need not begin again.
  ).filter((kind) => kind !== "start" || view.status === "ASSIGNED");
  const shown = kinds.filter((kind) => IN_SIGHT.includes(kind));
  const first = NEXT[view.status];
  shown.sort((a, b) => Number(b === first) - Number(a === first));
  const rest = kinds.filter((kind) => !IN_SIGHT.includes(kind));
  const why = refusal("complaints.handle", place);
  return (
    <section aria-label={t("actions")} className="flex flex-wrap items-center gap-1.5">
      {shown.map((kind) => (
        <ActionButton key={kind} kind={kind} primary={kind === first} onOpen={() => setOpen(kind)} />
      ))}
      {rest.length > 0 && (
        <Popover
          label={t("moreActions")}
          align="end"
          open={more}
          onOpenChange={setMore}
          trigger={
            <Button>
              {t("moreActions")}
              <ChevronDown aria-hidden className="size-4" />
            </Button>
          }
        >
          <div className="flex min-w-48 flex-col">
            {rest.map((kind) => (
              <Button
                key={kind}
                look="quiet"
                className="justify-start"
                onClick={() => {
                  setMore(false);
                  setOpen(kind);
                }}
              >
                {t(`action.${kind}`)}
              </Button>
            ))}
          </div>
        </Popover>
      )}
      {kinds.length === 0 && why !== null && <p className="max-w-72 text-xs text-muted">{why}</p>}
      {open !== null && (
        <ActionDialog key={open} kind={open} complaint={complaint} onClose={() => setOpen(null)} />
      )}
    </section>
  );
}

function ActionButton({ kind, primary, onOpen }: { kind: ActionKind; primary: boolean; onOpen: () => void }) {
  const t = useTranslations("complaint.action");
  const keys = KEYS[kind]!;
  useShortcut({ keys, label: t(kind), group: "page" }, onOpen);
  return (
    <Button
      look={primary ? "primary" : "plain"}
      aria-keyshortcuts={keys}
      onPointerEnter={() => void loadDialog()}
      onFocus={() => void loadDialog()}
      onClick={onOpen}
    >
      {t(kind)}
    </Button>
  );
}
