"use client";

import { Ban, PenLine, RotateCcw, Undo2 } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useRefusal } from "@/app/_access/me";
import { Button } from "@/components/ui/button";
import { LinkButton } from "@/components/ui/link-button";
import { VisibleText } from "@/components/ui/visible-text";
import type { DeadLetterItem } from "@/server/dead-letters/dead-letter-schemas";
import { placeOfLetter } from "./place-of-letter";
import { RedriveDialog } from "./redrive-dialog";
import { SettleDialog } from "./settle-dialog";

/** What can be done with one dead letter, as it stands; or why nothing can. */
export function LetterActions({ item }: { item: DeadLetterItem }) {
  const t = useTranslations("deadLetters");
  const refusal = useRefusal();
  const [open, setOpen] = useState<"redrive" | "discard" | "restore" | null>(null);
  const place = placeOfLetter(item);
  const refused = refusal("dead-letters.redrive", place);
  const mayDiscard = refusal("dead-letters.discard", place) === null;
  const { id, state, vhost, queue, claim } = item;
  const selection = { ids: [id] };
  const close = () => setOpen(null);
  if (claim)
    return (
      <p className="text-sm text-muted">
        {t("claimedHint")}{" "}
        <Link href={`/dead-letters/redrives/${claim.redriveId}`} className="text-accent underline">
          {t("toClaim")} <VisibleText value={claim.by} />
        </Link>
      </p>
    );
  return (
    <>
      {refused && <p className="text-sm text-muted">{refused}</p>}
      {!refused && (state === "held" || state === "observed" || state === "redriven") && (
        <Button look={state === "redriven" ? "plain" : "primary"} onClick={() => setOpen("redrive")}>
          <Undo2 aria-hidden className="size-4" />
          {t(state === "redriven" ? "redriveAgain" : "redrive")}
        </Button>
      )}
      {isEditable(item) && refusal("dead-letters.edit", place) === null && (
        <LinkButton href={`/dead-letters/${id}/edit`}>
          <PenLine aria-hidden className="size-4" />
          {t("edit")}
        </LinkButton>
      )}
      {mayDiscard && state === "held" && (
        <Button onClick={() => setOpen("discard")}>
          <Ban aria-hidden className="size-4" />
          {t("discard")}
        </Button>
      )}
      {mayDiscard && state === "discarded" && (
        <Button onClick={() => setOpen("restore")}>
          <RotateCcw aria-hidden className="size-4" />
          {t("restore")}
        </Button>
      )}
      <RedriveDialog
        targeted={
          open === "redrive"
            ? { selection, count: 1, observed: state === "observed" ? [{ vhost, queue }] : [] }
            : null
        }
        again={state === "redriven"}
        onClose={close}
      />
      <SettleDialog change="discard" selection={open === "discard" ? selection : null} onClose={close} />
      <SettleDialog change="restore" selection={open === "restore" ? selection : null} onClose={close} />
    </>
  );
}

/** Its content is in custody, and in nobody's hands: the server decides again (server/dead-letters/editable-letters.ts). */
export const isEditable = ({ state, claim }: Pick<DeadLetterItem, "state" | "claim">): boolean =>
  claim === null && (state === "held" || state === "redriven");
