"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { KeyRound } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { TokenList } from "@/components/access/token-list";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { FormProblem } from "@/components/ui/form-problem";
import { useToast } from "@/components/ui/toast";
import type { TokenItem } from "@/server/access/access-schemas";
import { useTRPC } from "../../../_trpc/react";
import { SettingsPage } from "../../_components/settings-page";
import { AddToken } from "./add-token";

/** The tokens, and the one that is being made or revoked. */
export function Tokens() {
  const t = useTranslations("tokens");
  const trpc = useTRPC();
  const queries = useQueryClient();
  const toast = useToast();
  const tokens = useQuery(trpc.access.tokens.queryOptions(undefined, { retry: false }));
  const revoke = useMutation(trpc.access.revokeToken.mutationOptions());
  const [adding, setAdding] = useState(false);
  const [revoked, setRevoked] = useState<TokenItem | null>(null);
  return (
    <SettingsPage
      title={t("title")}
      about={t("about")}
      actions={
        <Button look="primary" onClick={() => setAdding(true)}>
          <KeyRound aria-hidden className="size-4" />
          {t("add")}
        </Button>
      }
    >
      <FormProblem>{tokens.error && t("notRead")}</FormProblem>
      {tokens.data?.length === 0 ? (
        <p className="text-sm text-muted">{t("none")}</p>
      ) : (
        <TokenList tokens={tokens.data ?? []} onRevoke={setRevoked} />
      )}
      {adding && <AddToken onClose={() => setAdding(false)} />}
      {revoked && (
        <ConfirmDialog
          tone="bad"
          title={t("revokeQuestion", { name: revoked.name })}
          consequences={[t("revokeResult"), t("revokeForGood")]}
          confirmLabel={t("revoke")}
          open
          onOpenChange={(open) => !open && setRevoked(null)}
          onConfirm={async (reason) => {
            await revoke.mutateAsync({ id: revoked.id, reason }).catch(() => {
              throw new Error(t("failed"));
            });
            toast(t("nowRevoked", { name: revoked.name }));
            await queries.invalidateQueries(trpc.access.tokens.queryFilter());
          }}
        />
      )}
    </SettingsPage>
  );
}
