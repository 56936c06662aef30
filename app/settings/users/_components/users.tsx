"use client";

import { useQuery } from "@tanstack/react-query";
import { UserPlus } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { type UserDeed, UserList } from "@/components/access/user-list";
import { Button } from "@/components/ui/button";
import { FormProblem } from "@/components/ui/form-problem";
import type { UserItem } from "@/server/access/access-schemas";
import { useTRPC } from "../../../_trpc/react";
import { SettingsPage } from "../../_components/settings-page";
import { AddUser } from "./add-user";
import { ChangeRoles } from "./change-roles";
import { EndSessions, RemoveUser, ResetSecondFactor } from "./confirm-deeds";
import { PasswordLink } from "./password-link";

/** The users, and what is being done with one of them. */
export function Users() {
  const t = useTranslations("users");
  const trpc = useTRPC();
  const users = useQuery(trpc.access.users.queryOptions(undefined, { retry: false }));
  const [adding, setAdding] = useState(false);
  const [deed, setDeed] = useState<{ is: UserDeed; user: UserItem } | null>(null);
  const close = () => setDeed(null);
  return (
    <SettingsPage
      title={t("title")}
      about={t("about")}
      actions={
        <Button look="primary" onClick={() => setAdding(true)}>
          <UserPlus aria-hidden className="size-4" />
          {t("add")}
        </Button>
      }
    >
      <FormProblem>{users.error && t("notRead")}</FormProblem>
      <UserList users={users.data ?? []} onDeed={(is, user) => setDeed({ is, user })} />
      {adding && <AddUser onClose={() => setAdding(false)} />}
      {deed?.is === "roles" && <ChangeRoles user={deed.user} onClose={close} />}
      {deed?.is === "link" && <PasswordLink user={deed.user} onClose={close} />}
      {deed?.is === "sessions" && <EndSessions user={deed.user} onClose={close} />}
      {deed?.is === "second-factor" && <ResetSecondFactor user={deed.user} onClose={close} />}
      {deed?.is === "remove" && <RemoveUser user={deed.user} onClose={close} />}
    </SettingsPage>
  );
}
