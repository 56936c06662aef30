"use client";

import { useQuery } from "@tanstack/react-query";
import { SearchX } from "lucide-react";
import { useTranslations } from "next-intl";
import { ActionsOf } from "@/app/_actions/actions-of";
import { useTRPC } from "@/app/_trpc/react";
import { LetterPanel } from "@/components/dead-letters/letter-panel";
import { CardSkeleton } from "@/components/event/card";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { SidePanel } from "@/components/ui/side-panel";
import { LetterActions } from "./letter-actions";

/** A dead letter opened beside the list. */
export default function OpenedLetter(props: { id: string; onClose: () => void }) {
  const t = useTranslations("deadLetters");
  return (
    <SidePanel label={t("opened")} name="dead-letter">
      <Opened key={props.id} {...props} />
    </SidePanel>
  );
}

function Opened({ id, onClose }: { id: string; onClose: () => void }) {
  const t = useTranslations("deadLetters");
  const trpc = useTRPC();
  const query = useQuery(trpc.deadLetters.one.queryOptions({ id }, { retry: false }));
  if (query.isError) {
    return (
      <Notice
        icon={SearchX}
        role="alert"
        title={t("notOpened")}
        actions={<Button onClick={onClose}>{t("close")}</Button>}
      >
        {query.error.message}
      </Notice>
    );
  }
  if (!query.data) return <CardSkeleton lines={8} />;
  return (
    <LetterPanel
      detail={query.data}
      actions={<LetterActions item={query.data.item} />}
      done={<ActionsOf type="dead-letter" id={id} />}
      onClose={onClose}
    />
  );
}
