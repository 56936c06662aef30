"use client";

import { Languages, MoonStar, Sun } from "lucide-react";
import { useRouter } from "next/navigation";
import { useLocale, useTimeZone, useTranslations } from "next-intl";
import { useEffect } from "react";
import { Button } from "@/components/ui/button";
import { COOKIES, LOCALES } from "../_i18n/locales";

/** Language and theme. Both live in cookies, which the server reads before it draws. */
export function Preferences() {
  const t = useTranslations("frame");
  const router = useRouter();
  const locale = useLocale();
  const other = LOCALES.find((it) => it !== locale) ?? locale;
  useBrowserTimeZone();

  const switchTheme = () => {
    const root = document.documentElement;
    const dark =
      root.dataset.theme === undefined
        ? window.matchMedia("(prefers-color-scheme: dark)").matches
        : root.dataset.theme === "dark";
    const theme = dark ? "light" : "dark";
    setCookie(COOKIES.theme, theme);
    root.dataset.theme = theme;
  };

  return (
    <div className="flex items-center gap-1">
      <Button
        look="quiet"
        lang={other}
        aria-label={t("language", { locale: other })}
        onClick={() => {
          setCookie(COOKIES.locale, other);
          router.refresh();
        }}
      >
        <Languages aria-hidden className="size-4" />
        {other.toUpperCase()}
      </Button>
      <Button look="quiet" aria-label={t("theme")} title={t("theme")} onClick={switchTheme}>
        <Sun aria-hidden className="size-4 [html[data-theme=light]_&]:hidden" />
        <MoonStar aria-hidden className="hidden size-4 [html[data-theme=light]_&]:block" />
      </Button>
    </div>
  );
}

/** Tells the server the time zone of this browser, once for each zone; until then times are in UTC, as they say. */
function useBrowserTimeZone(): void {
  const router = useRouter();
  const shown = useTimeZone();
  useEffect(() => {
    const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
    if (!own || own === shown || document.cookie.includes(`${COOKIES.timeZone}=${encodeURIComponent(own)}`))
      return;
    setCookie(COOKIES.timeZone, own);
    router.refresh();
  }, [router, shown]);
}

function setCookie(name: string, value: string): void {
  const secure = window.location.protocol === "https:" ? "; Secure" : "";
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in all browsers yet
  document.cookie = `${name}=${encodeURIComponent(value)}; Path=/; Max-Age=31536000; SameSite=Lax${secure}`;
}
