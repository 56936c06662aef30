"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { TRPCClientError } from "@trpc/client";
import { useTranslations } from "next-intl";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { useToast } from "@/components/ui/toast";
import type { UserItem } from "@/server/access/access-schemas";
import type { AppRouter } from "@/server/trpc/root";
import { useTRPC } from "../../../_trpc/react";

interface Props {
  user: UserItem;
  onClose: () => void;
}

/** Signs a user out everywhere, after asking. */
export function EndSessions({ user, onClose }: Props) {
  const t = useTranslations("users");
  const trpc = useTRPC();
  const queries = useQueryClient();
  const toast = useToast();
  const end = useMutation(trpc.access.endSessionsOf.mutationOptions());
  return (
    <ConfirmDialog
      title={t("endSessionsQuestion", { name: user.name })}
      consequences={[t("endSessionsResult", { count: user.sessions }), t("endSessionsAgain")]}
      confirmLabel={t("endSessions")}
      open
      onOpenChange={(open) => !open && onClose()}
      onConfirm={async (reason) => {
        const { ended } = await end.mutateAsync({ userId: user.id, reason }).catch(failingWith(t("failed")));
        toast(t("sessionsEnded", { count: ended }));
        await queries.invalidateQueries(trpc.access.users.queryFilter());
      }}
    />
  );
}

/** Switches a lost second factor off, after asking. */
export function ResetSecondFactor({ user, onClose }: Props) {
  const t = useTranslations("users");
  const trpc = useTRPC();
  const queries = useQueryClient();
  const toast = useToast();
  const reset = useMutation(trpc.access.resetSecondFactor.mutationOptions());
  return (
    <ConfirmDialog
      tone="bad"
      title={t("resetFactorQuestion", { name: user.name })}
      consequences={[t("resetFactorResult"), t("resetFactorSessions"), t("resetFactorAgain")]}
      confirmLabel={t("resetFactor")}
      open
      onOpenChange={(open) => !open && onClose()}
      onConfirm={async (reason) => {
        await reset.mutateAsync({ userId: user.id, reason }).catch(failingWith(t("failed")));
        toast(t("factorReset", { name: user.name }));
        await queries.invalidateQueries(trpc.access.users.queryFilter());
      }}
    />
  );
}

/** Removes a user, after asking. */
export function RemoveUser({ user, onClose }: Props) {
  const t = useTranslations("users");
  const trpc = useTRPC();
  const queries = useQueryClient();
  const toast = useToast();
  const remove = useMutation(trpc.access.removeUser.mutationOptions());
  return (
    <ConfirmDialog
      tone="bad"
      title={t("removeQuestion", { name: user.name })}
      consequences={[
        t("removeResult", { email: user.email }),
        t("removeRecord"),
        ...(user.oidc ? [t("removeOidc")] : []),
      ]}
      confirmLabel={t("removeUser")}
      open
      onOpenChange={(open) => !open && onClose()}
      onConfirm={async (reason) => {
        await remove.mutateAsync({ userId: user.id, reason }).catch(failingWith(t("failed"), t("lastAdmin")));
        toast(t("removed", { name: user.name }));
        await queries.invalidateQueries(trpc.access.users.queryFilter());
      }}
    />
  );
}

/** Says in the reader's language what the server refused. */
function failingWith(failed: string, conflict = failed) {
  return (error: unknown): never => {
    const code = error instanceof TRPCClientError ? (error as TRPCClientError<AppRouter>).data?.code : null;
    throw new Error(code === "CONFLICT" ? conflict : failed);
  };
}
