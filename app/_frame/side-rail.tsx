"use client";

import clsx from "clsx";
import { Keyboard, PanelLeftClose, PanelLeftOpen } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Brand } from "@/components/frame/brand";
import { Rail } from "@/components/frame/rail";
import { Button } from "@/components/ui/button";
import { COOKIES, type Preferences } from "../_i18n/locales";
import { setCookie } from "./set-cookie";
import { useShortcut } from "./shortcuts";
import { ShortcutsDialog } from "./shortcuts-dialog";
import { useRail } from "./use-rail";

/** The rail at the side of a wide screen: wide, or icons alone. The cookie lets the server draw it as it was left. */
export function SideRail({ initial }: { initial: Preferences["rail"] }) {
  const t = useTranslations("frame");
  const groups = useRail();
  const [narrow, setNarrow] = useState(initial === "narrow");
  const [help, setHelp] = useState(false);
  const toggle = () => {
    setNarrow(!narrow);
    setCookie(COOKIES.rail, narrow ? "wide" : "narrow");
  };
  useShortcut({ keys: "?", label: t("shortcuts"), group: "frame" }, () => setHelp(true));
  useShortcut({ keys: "[", label: t(narrow ? "widen" : "narrow"), group: "frame" }, toggle);
  useShortcut({ keys: "/", label: t("search"), group: "frame" }, focusSearch);
  return (
    <div
      className={clsx(
        "flex shrink-0 flex-col border-e border-line bg-surface p-2 max-md:hidden",
        narrow ? "w-13" : "w-48",
      )}
    >
      <Link
        href="/"
        aria-label={t("home")}
        className={clsx("mb-3 flex min-h-8 items-center rounded-md", narrow ? "justify-center" : "px-2")}
      >
        <Brand word={!narrow} />
      </Link>
      <div className="min-h-0 flex-1 overflow-y-auto">
        <Rail label={t("pages")} groups={groups} narrow={narrow} />
      </div>
      <div className={clsx("flex gap-1 pt-2", narrow && "flex-col")}>
        <Button
          look="quiet"
          className="px-0"
          aria-label={t(narrow ? "widen" : "narrow")}
          title={t(narrow ? "widen" : "narrow")}
          aria-expanded={!narrow}
          onClick={toggle}
        >
          {narrow ? (
            <PanelLeftOpen aria-hidden className="size-4" />
          ) : (
            <PanelLeftClose aria-hidden className="size-4" />
          )}
        </Button>
        <Button
          look="quiet"
          className="px-0"
          aria-label={t("shortcuts")}
          title={t("shortcuts")}
          aria-keyshortcuts="?"
          onClick={() => setHelp(true)}
        >
          <Keyboard aria-hidden className="size-4" />
        </Button>
      </div>
      <ShortcutsDialog open={help} onOpenChange={setHelp} />
    </div>
  );
}

/** Puts the cursor into the search box of the page, if it has one. */
function focusSearch(): void {
  const box = document.querySelector<HTMLInputElement>("main input[type=search]");
  box?.focus();
  box?.select();
}
