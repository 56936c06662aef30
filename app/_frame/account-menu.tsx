"use client";

import { CircleUserRound, LogOut, UserRoundCog } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Popover } from "@/components/ui/popover";
import { useToast } from "@/components/ui/toast";
import type { Me } from "@/server/access/access-schemas";
import { postAuth } from "../_access/post-auth";

const ITEM = "flex min-h-8 w-full items-center gap-2 rounded-md px-2 text-start text-sm hover:bg-raised";

/** Who is signed in, the way to their account, and the way out. */
export function AccountMenu({ me }: { me: Me }) {
  const t = useTranslations("accountMenu");
  const toast = useToast();
  const [open, setOpen] = useState(false);
  if (!me.account) return null;

  async function signOut() {
    const answer = await postAuth("/sign-out");
    // The whole page goes, and with it what it had loaded for this person.
    if (answer.ok) window.location.assign("/sign-in");
    else toast(t("notSignedOut"), { tone: "bad" });
  }

  return (
    <Popover
      label={t("label")}
      align="end"
      open={open}
      onOpenChange={setOpen}
      trigger={
        <Button look="quiet" className="px-0" aria-label={t("open", { name: me.name })} title={me.name}>
          <CircleUserRound aria-hidden className="size-5" />
        </Button>
      }
    >
      <div className="w-56 max-w-full">
        <p className="truncate px-2 text-sm font-medium">{me.name}</p>
        <p className="truncate px-2 text-xs text-muted">{me.account.email}</p>
        <div className="mt-2 border-t border-line pt-1">
          <Link href="/account" className={ITEM} onClick={() => setOpen(false)}>
            <UserRoundCog aria-hidden className="size-4 text-muted" />
            {t("account")}
          </Link>
          <button type="button" className={ITEM} onClick={() => void signOut()}>
            <LogOut aria-hidden className="size-4 text-muted" />
            {t("signOut")}
          </button>
        </div>
      </div>
    </Popover>
  );
}
