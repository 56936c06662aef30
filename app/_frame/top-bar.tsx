"use client";

import { Menu as MenuIcon } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Brand } from "@/components/frame/brand";
import { Rail } from "@/components/frame/rail";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import type { Me } from "@/server/access/access-schemas";
import type { Place } from "@/server/status/status";
import type { Preferences as Chosen } from "../_i18n/locales";
import { AccountMenu } from "./account-menu";
import { BrokerChip } from "./broker-chip";
import { Preferences } from "./preferences";
import { CopyLink, LiveControl, RangeControl } from "./range-control";
import { useCurrentPage, useRail } from "./use-rail";

/** Over every page: where one is, which time one looks at, whether it moves, and how one likes to see it. */
export function TopBar({ place, me, preferences }: { place: Place; me: Me; preferences: Chosen }) {
  const t = useTranslations("frame");
  const { page, exact } = useCurrentPage();
  const ranged = exact && page?.range === true;
  return (
    <header className="flex min-h-12 shrink-0 flex-wrap items-center gap-x-1.5 gap-y-1 border-b border-line bg-surface px-3 py-1.5 md:px-4">
      <div className="flex items-center gap-1 md:hidden">
        <Drawer preferences={preferences} />
        <Link href="/" aria-label={t("home")} className="flex min-h-8 items-center">
          <Brand />
        </Link>
      </div>
      {me.permissions.includes("status.read") && <BrokerChip broker={place.broker} />}
      <div className="ms-auto flex min-w-0 items-center gap-1.5 max-md:order-last max-md:basis-full">
        {ranged && <RangeControl />}
        {exact && page?.live && <LiveControl byDefault={page.liveByDefault} />}
      </div>
      <div className="flex items-center max-md:ms-auto">
        <CopyLink ranged={ranged} />
        <div className="ms-1 flex items-center border-s border-line ps-1 max-md:hidden">
          <Preferences chosen={preferences} shape="lists" />
        </div>
        <AccountMenu me={me} />
      </div>
    </header>
  );
}

/** On a narrow screen, the rail and the choices behind one button. */
function Drawer({ preferences }: { preferences: Chosen }) {
  const t = useTranslations("frame");
  const groups = useRail();
  const [open, setOpen] = useState(false);
  return (
    <Dialog
      shape="start"
      title="Sillage"
      open={open}
      onOpenChange={setOpen}
      trigger={
        <Button look="quiet" className="-ms-1 px-0" aria-label={t("menu")}>
          <MenuIcon aria-hidden className="size-5" />
        </Button>
      }
      footer={
        <div className="w-full">
          <Preferences chosen={preferences} shape="strips" />
        </div>
      }
    >
      <Rail label={t("pages")} groups={groups} onGo={() => setOpen(false)} />
    </Dialog>
  );
}
