import { ShieldCheck } from "lucide-react";
import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { Badge } from "@/components/ui/badge";
import { DayAndTime } from "@/components/ui/day-and-time";
import { VisibleText } from "@/components/ui/visible-text";
import type { UserItem } from "@/server/access/access-schemas";
import { useGrantText } from "./grant-text";

/** Its library comes after the page. */
const UserMenu = dynamic(() => import("./user-menu"), {
  ssr: false,
  loading: () => <span className="size-8" />,
});

/** What can be done with a user. */
export type UserDeed = "roles" | "link" | "sessions" | "second-factor" | "remove";

/** All users: their roles, how they come in, and when they last did. */
export function UserList({
  users,
  onDeed,
}: {
  users: readonly UserItem[];
  onDeed: (deed: UserDeed, user: UserItem) => void;
}) {
  const t = useTranslations("users");
  const grantText = useGrantText();
  return (
    <ul aria-label={t("title")} className="divide-y divide-line border-y border-line">
      {users.map((user) => (
        <li key={user.id} className="flex items-start gap-x-4 gap-y-1 py-2.5 text-sm">
          <div className="min-w-0 flex-1">
            <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
              <VisibleText value={user.name} className="truncate font-medium" />
              <VisibleText value={user.email} className="truncate text-muted" />
              {user.twoFactor && (
                <Badge icon={ShieldCheck} tone="good">
                  {t("twoFactor")}
                </Badge>
              )}
              {user.oidc && <Badge>{t("oidc")}</Badge>}
              {!user.password && !user.oidc && <Badge tone="warn">{t("noPassword")}</Badge>}
            </div>
            <div className="mt-1 flex flex-wrap items-center gap-1">
              {user.grants.length === 0 && <span className="text-xs text-muted">{t("noRoles")}</span>}
              {user.grants.map((grant) => (
                <Badge key={JSON.stringify(grant)} tone="accent">
                  {grantText(grant)}
                </Badge>
              ))}
            </div>
            <p className="mt-1 text-xs text-muted">
              {t("sessions", { count: user.sessions })}
              {user.lastUsedAt && (
                <>
                  {" · "}
                  {t("lastUsed")} <DayAndTime value={user.lastUsedAt} />
                </>
              )}
            </p>
          </div>
          <UserMenu user={user} onDeed={onDeed} />
        </li>
      ))}
    </ul>
  );
}
