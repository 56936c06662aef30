"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { GrantsEditor } from "@/components/access/grants-editor";
import { Dialog } from "@/components/ui/dialog";
import { Form, SubmitButton } from "@/components/ui/form";
import { FormProblem } from "@/components/ui/form-problem";
import { useToast } from "@/components/ui/toast";
import type { UserItem } from "@/server/access/access-schemas";
import type { Grant } from "@/server/access/principal";
import { ROLES } from "@/server/access/roles";
import { useTRPC } from "../../../_trpc/react";

/** Changes the roles of a user. They count from the next request on. */
export function ChangeRoles({ user, onClose }: { user: UserItem; onClose: () => void }) {
  const t = useTranslations("users");
  const trpc = useTRPC();
  const queries = useQueryClient();
  const toast = useToast();
  const [grants, setGrants] = useState<Grant[]>(() =>
    user.grants.map(({ role, vhost, exchanges }) => ({ role, vhost, exchanges })),
  );
  const save = useMutation(
    trpc.access.setGrants.mutationOptions({
      onSuccess: () => {
        toast(t("rolesChanged", { name: user.name }));
        onClose();
        return queries.invalidateQueries(trpc.access.users.queryFilter());
      },
    }),
  );
  return (
    <Dialog
      title={t("rolesOf", { name: user.name })}
      description={user.oidc ? t("oidcRoles") : undefined}
      open
      onOpenChange={(open) => !open && onClose()}
    >
      <Form onSubmit={() => save.mutate({ userId: user.id, grants })}>
        <GrantsEditor roles={ROLES} value={grants} onChange={setGrants} />
        <FormProblem>
          {save.error && t(save.error.data?.code === "CONFLICT" ? "lastAdmin" : "failed")}
        </FormProblem>
        <div>
          <SubmitButton disabled={save.isPending}>{t("save")}</SubmitButton>
        </div>
      </Form>
    </Dialog>
  );
}
