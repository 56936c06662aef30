"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { GrantsEditor } from "@/components/access/grants-editor";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Form, SubmitButton } from "@/components/ui/form";
import { FormProblem } from "@/components/ui/form-problem";
import type { Grant } from "@/server/access/principal";
import { ROLES } from "@/server/access/roles";
import { useTRPC } from "../../../_trpc/react";
import { LinkShown } from "./link-shown";

/** Makes a user, and shows the link by which they set their password. */
export function AddUser({ onClose }: { onClose: () => void }) {
  const t = useTranslations("users");
  const trpc = useTRPC();
  const queries = useQueryClient();
  const [grants, setGrants] = useState<Grant[]>([{ role: "viewer", vhost: null, exchanges: null }]);
  const create = useMutation(
    trpc.access.createUser.mutationOptions({
      onSuccess: () => queries.invalidateQueries(trpc.access.users.queryFilter()),
    }),
  );
  const taken = create.error?.data?.code === "CONFLICT";
  return (
    <Dialog title={t("add")} open onOpenChange={(open) => !open && onClose()}>
      {create.data ? (
        <div className="flex flex-col gap-3">
          <LinkShown {...create.data} />
          <div>
            <Button look="primary" onClick={onClose}>
              {t("done")}
            </Button>
          </div>
        </div>
      ) : (
        <Form
          onSubmit={(form) => {
            const given = new FormData(form);
            const text = (name: string) => String(given.get(name)).trim();
            create.mutate({ name: text("name"), email: text("email"), grants });
          }}
        >
          <Field label={t("name")} name="name" autoComplete="off" required maxLength={100} />
          <Field
            label={t("email")}
            name="email"
            type="email"
            autoComplete="off"
            required
            maxLength={254}
            error={taken ? t("emailTaken") : null}
          />
          <GrantsEditor roles={ROLES} value={grants} onChange={setGrants} />
          <FormProblem>{create.error && !taken && t("failed")}</FormProblem>
          <div>
            <SubmitButton disabled={create.isPending}>{t("add")}</SubmitButton>
          </div>
        </Form>
      )}
    </Dialog>
  );
}
