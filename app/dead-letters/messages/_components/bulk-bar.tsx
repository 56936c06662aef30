"use client";

import { Ban, Download, ListChecks, MoreHorizontal, PenLine, RotateCcw, Undo2, X } from "lucide-react";
import { useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
import { useMay } from "@/app/_access/me";
import { Button } from "@/components/ui/button";
import { Kbd } from "@/components/ui/kbd";
import { Popover } from "@/components/ui/popover";
import type { DeadLetterFilter } from "@/server/dead-letters/dead-letter-filter";

interface Props {
  /** How many rows are chosen. */
  chosen: number;
  filter: DeadLetterFilter;
  onRedrive: () => void;
  onDiscard: () => void;
  onRestore: () => void;
  /** Null: not for this reader. */
  onEdit: (() => void) | null;
  onClear: () => void;
  onChooseLoaded: () => void;
  /** Acts on all that match, not on the chosen rows. */
  all: { redrive: () => void; discard: () => void; restore: () => void; edit: (() => void) | null };
}

/** What can be done with the chosen rows, with the keys that do it; or, while none is chosen, with all that match. */
export function BulkBar(props: Props) {
  const { chosen, filter, onRedrive, onDiscard, onRestore, onEdit, onClear, onChooseLoaded, all } = props;
  const t = useTranslations("deadLetters");
  const allowed = useMay();
  const [open, setOpen] = useState(false);
  const mayRedrive = allowed("dead-letters.redrive");
  const mayDiscard = allowed("dead-letters.discard");
  const mayExport = allowed("messages.export");
  const exportHref = `/api/dead-letters/export?${new URLSearchParams(
    Object.entries(filter).map(([name, value]) => [name, String(value)]),
  )}`;
  if (chosen > 0) {
    return (
      <div role="toolbar" aria-label={t("bulk.chosen")} className="flex flex-wrap items-center gap-2">
        <span role="status" className="text-sm font-medium tabular-nums">
          {t("bulk.count", { count: chosen })}
        </span>
        {mayRedrive && (
          <Key name="r">
            <Button look="primary" onClick={onRedrive}>
              <Undo2 aria-hidden className="size-4" />
              {t("redrive")}
            </Button>
          </Key>
        )}
        {onEdit && (
          <Key name="e">
            <Button onClick={onEdit}>
              <PenLine aria-hidden className="size-4" />
              {t("edit")}
            </Button>
          </Key>
        )}
        {mayDiscard && (
          <Key name="d">
            <Button onClick={onDiscard}>
              <Ban aria-hidden className="size-4" />
              {t("discard")}
            </Button>
          </Key>
        )}
        {mayDiscard && (
          <Button onClick={onRestore}>
            <RotateCcw aria-hidden className="size-4" />
            {t("restore")}
          </Button>
        )}
        <Button look="quiet" onClick={onClear}>
          <X aria-hidden className="size-4" />
          {t("bulk.clear")}
        </Button>
      </div>
    );
  }
  const choices = [
    { icon: ListChecks, label: t("bulk.chooseLoaded"), run: onChooseLoaded },
    mayRedrive && { icon: Undo2, label: t("bulk.redriveAll"), run: all.redrive },
    all.edit && { icon: PenLine, label: t("bulk.editAll"), run: all.edit },
    mayDiscard && { icon: Ban, label: t("bulk.discardAll"), run: all.discard },
    mayDiscard && { icon: RotateCcw, label: t("bulk.restoreAll"), run: all.restore },
  ].filter((choice) => choice !== null && choice !== false);
  const menu = (
    <Popover
      label={t("bulk.all")}
      align="end"
      open={open}
      onOpenChange={setOpen}
      className="flex w-64 flex-col p-1"
      trigger={
        <Button look="quiet" className="px-2">
          <MoreHorizontal aria-hidden className="size-4" />
          {t("bulk.all")}
        </Button>
      }
    >
      {choices.map(({ icon: Icon, label, run }) => (
        <button
          key={label}
          type="button"
          className={CHOICE}
          onClick={() => {
            setOpen(false);
            run();
          }}
        >
          <Icon aria-hidden className="size-4 shrink-0 text-muted" />
          {label}
        </button>
      ))}
      {mayExport && (
        <a href={exportHref} download className={CHOICE}>
          <Download aria-hidden className="size-4 shrink-0 text-muted" />
          {t("bulk.export")}
        </a>
      )}
    </Popover>
  );
  return (
    <>
      {mayRedrive && isCause(filter) && (
        <Button look="primary" onClick={all.redrive}>
          <Undo2 aria-hidden className="size-4" />
          {t("bulk.redriveCause")}
        </Button>
      )}
      {menu}
    </>
  );
}

/** Whoever came to a cause of what waits most likely came to redrive it: that is not to be looked for in a menu. */
const isCause = ({ groupId, state }: DeadLetterFilter) =>
  groupId !== undefined && (state === "waiting" || state === "held");

const CHOICE = "flex min-h-8 w-full items-center gap-2 rounded-md px-2 text-start text-sm hover:bg-raised";

function Key({ name, children }: { name: string; children: ReactNode }) {
  return (
    <span className="inline-flex items-center gap-1">
      {children}
      <span aria-hidden className="max-md:hidden">
        <Kbd keys={name} />
      </span>
    </span>
  );
}
