"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { GrantsEditor } from "@/components/access/grants-editor";
import { ShownOnce } from "@/components/access/shown-once";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Form, SubmitButton } from "@/components/ui/form";
import { FormProblem } from "@/components/ui/form-problem";
import { Select } from "@/components/ui/select";
import type { Grant } from "@/server/access/principal";
import { ROLES } from "@/server/access/roles";
import { useTRPC } from "../../../_trpc/react";

/** Days that a token may live. */
const LIVES = ["7", "30", "90", "365"] as const;

/** Makes a token and shows it, once. */
export function AddToken({ onClose }: { onClose: () => void }) {
  const t = useTranslations("tokens");
  const trpc = useTRPC();
  const queries = useQueryClient();
  const [days, setDays] = useState<(typeof LIVES)[number]>("90");
  const [grants, setGrants] = useState<Grant[]>([{ role: "viewer", vhost: null, exchanges: null }]);
  const create = useMutation(
    trpc.access.createToken.mutationOptions({
      onSuccess: () => queries.invalidateQueries(trpc.access.tokens.queryFilter()),
    }),
  );
  return (
    <Dialog title={t("add")} open onOpenChange={(open) => !open && onClose()}>
      {create.data ? (
        <div className="flex flex-col gap-3">
          <ShownOnce label={t("token")} secret={create.data.token}>
            {t("shownOnce")}
          </ShownOnce>
          <div>
            <Button look="primary" onClick={onClose}>
              {t("done")}
            </Button>
          </div>
        </div>
      ) : (
        <Form
          onSubmit={(form) => {
            const name = String(new FormData(form).get("name")).trim();
            create.mutate({ name, grants, days: Number(days) });
          }}
        >
          <Field
            label={t("name")}
            name="name"
            hint={t("nameHint")}
            autoComplete="off"
            required
            maxLength={100}
          />
          <div className="flex flex-col items-start gap-1">
            <span className="text-sm font-medium">{t("life")}</span>
            <Select
              label={t("life")}
              value={days}
              options={LIVES.map((value) => ({ value, label: t("days", { count: Number(value) }) }))}
              onChange={setDays}
            />
          </div>
          <GrantsEditor roles={ROLES} value={grants} onChange={setGrants} />
          <FormProblem>{create.error && t("failed")}</FormProblem>
          <div>
            <SubmitButton disabled={create.isPending || grants.length === 0}>{t("add")}</SubmitButton>
          </div>
        </Form>
      )}
    </Dialog>
  );
}
