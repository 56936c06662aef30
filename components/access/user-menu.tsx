import { Ellipsis, KeyRound, LogOut, ShieldOff, Trash2, UserCog } from "lucide-react";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { Menu, MenuItem, MenuSeparator } from "@/components/ui/menu";
import type { UserItem } from "@/server/access/access-schemas";
import type { UserDeed } from "./user-list";

/** What can be done with a user, behind a button. */
export default function UserMenu({
  user,
  onDeed,
}: {
  user: UserItem;
  onDeed: (deed: UserDeed, user: UserItem) => void;
}) {
  const t = useTranslations("users");
  return (
    <Menu
      align="end"
      trigger={
        <Button look="quiet" className="px-0" aria-label={t("deeds", { name: user.name })}>
          <Ellipsis aria-hidden className="size-4" />
        </Button>
      }
    >
      <MenuItem icon={UserCog} onSelect={() => onDeed("roles", user)}>
        {t("changeRoles")}
      </MenuItem>
      <MenuItem icon={KeyRound} onSelect={() => onDeed("link", user)}>
        {t("passwordLink")}
      </MenuItem>
      <MenuItem icon={LogOut} disabled={user.sessions === 0} onSelect={() => onDeed("sessions", user)}>
        {t("endSessions")}
      </MenuItem>
      {user.twoFactor && (
        <MenuItem icon={ShieldOff} onSelect={() => onDeed("second-factor", user)}>
          {t("resetFactor")}
        </MenuItem>
      )}
      <MenuSeparator />
      <MenuItem icon={Trash2} tone="bad" onSelect={() => onDeed("remove", user)}>
        {t("removeUser")}
      </MenuItem>
    </Menu>
  );
}
