"use client";

import { useMutation } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { FormProblem } from "@/components/ui/form-problem";
import type { UserItem } from "@/server/access/access-schemas";
import { useTRPC } from "../../../_trpc/react";
import { LinkShown } from "./link-shown";

/** Makes a link by which a user sets a new password. Until it is used, nothing changes for them. */
export function PasswordLink({ user, onClose }: { user: UserItem; onClose: () => void }) {
  const t = useTranslations("users");
  const trpc = useTRPC();
  const make = useMutation(trpc.access.newPasswordLink.mutationOptions());
  return (
    <Dialog
      title={t("passwordLinkFor", { name: user.name })}
      open
      onOpenChange={(open) => !open && onClose()}
    >
      {make.data ? (
        <LinkShown {...make.data} />
      ) : (
        <div className="flex flex-col gap-3">
          <p className="text-sm">{t("passwordLinkAbout")}</p>
          <FormProblem>{make.error && t("failed")}</FormProblem>
          <div>
            <Button look="primary" disabled={make.isPending} onClick={() => make.mutate({ userId: user.id })}>
              {t("makeLink")}
            </Button>
          </div>
        </div>
      )}
    </Dialog>
  );
}
