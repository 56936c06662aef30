"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { SearchX } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { useMay } from "@/app/_access/me";
import { useTRPC } from "@/app/_trpc/react";
import { When } from "@/components/complaints/when";
import { CardSkeleton } from "@/components/event/card";
import { Fact, Facts } from "@/components/events/facts";
import { MailContentView } from "@/components/mails/mail-content-view";
import { MailState } from "@/components/mails/mail-state";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { Notice } from "@/components/ui/notice";
import { useToast } from "@/components/ui/toast";
import type { Decision, MailItem } from "@/server/notifications/mail-schemas";

/** What a person may decide about a mail in such a state. */
const DECIDABLE: Partial<Record<MailItem["state"], readonly Decision[]>> = {
  in_doubt: ["arrived", "send-again", "give-up"],
};

/** One mail: where it stands, what can be decided, and how it was sent. */
export function OpenedMail({ id }: { id: string }) {
  const t = useTranslations("mails");
  const trpc = useTRPC();
  const query = useQuery(trpc.mails.one.queryOptions({ id }, { retry: false }));
  const may = useMay();
  if (query.isError)
    return (
      <Notice icon={SearchX} role="alert" title={t("notOpened")}>
        {query.error.message}
      </Notice>
    );
  if (!query.data) return <CardSkeleton lines={8} />;
  const { item, content, taken } = query.data;
  const decisions = may("mails.decide") ? (DECIDABLE[item.state] ?? []) : [];
  return (
    <div className="flex flex-col gap-3">
      <div className="flex flex-wrap items-center gap-2">
        <MailState state={item.state} />
        <span className="text-xs text-muted">
          {t(`audience.${item.audience}`)} · {t("attempts", { count: item.attempts })}
        </span>
        <Link
          href={`/complaints/${encodeURIComponent(item.complaintId)}`}
          className="ms-auto text-sm text-accent hover:underline"
        >
          {t("complaint")}
        </Link>
      </div>
      {item.reason !== null && (
        <div className="-mx-4">
          <Facts>
            <Fact name={t("field.reason")} value={item.reason} />
          </Facts>
        </div>
      )}
      {item.state === "in_doubt" && <p className="text-sm text-warn">{t("inDoubtHint")}</p>}
      {decisions.length > 0 && (
        <div className="flex flex-wrap gap-2">
          {decisions.map((decision) => (
            <Decide key={decision} id={id} decision={decision} />
          ))}
        </div>
      )}
      {content ? (
        <MailContentView content={content} />
      ) : (
        <p className="text-sm text-muted">{t("noContent")}</p>
      )}
      {taken.map((mail) => (
        <p key={mail.id} className="text-xs text-muted">
          {t("field.taken")}: <When value={mail.receivedAt} />
        </p>
      ))}
    </div>
  );
}

function Decide({ id, decision }: { id: string; decision: Decision }) {
  const t = useTranslations("mails");
  const trpc = useTRPC();
  const queries = useQueryClient();
  const toast = useToast();
  const decide = useMutation(trpc.mails.decide.mutationOptions());
  return (
    <ConfirmDialog
      title={t(`decision.${decision}.question`)}
      consequences={[t(`decision.${decision}.result`)]}
      confirmLabel={t(`decision.${decision}.do`)}
      tone={decision === "give-up" ? "bad" : "plain"}
      trigger={<Button>{t(`decision.${decision}.do`)}</Button>}
      onConfirm={async (reason) => {
        await decide.mutateAsync({ id, decision, reason }).catch((error: Error) => {
          throw new Error(t("decisionFailed", { error: error.message }));
        });
        toast(t("decided"));
        await queries.invalidateQueries(trpc.mails.pathFilter());
      }}
    />
  );
}
