"use client";

import { Clock, Languages, Monitor, MoonStar, Sun } from "lucide-react";
import { useRouter } from "next/navigation";
import { useLocale, useTimeZone, useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { Segmented } from "@/components/ui/segmented";
import { Select } from "@/components/ui/select";
import {
  type Preferences as Chosen,
  COOKIES,
  LOCALES,
  type Locale,
  THEMES,
  type Theme,
} from "../_i18n/locales";
import { setCookie } from "./set-cookie";

const THEME_ICONS = { system: Monitor, light: Sun, dark: MoonStar };

/** Language, theme and time zone, in the top bar as lists or in the drawer of a narrow screen as strips. */
export function Preferences({ chosen, shape }: { chosen: Chosen; shape: "lists" | "strips" }) {
  const t = useTranslations("frame");
  const router = useRouter();
  const locale = useLocale() as Locale;
  const zone = useTimeZone() ?? "UTC";
  const [theme, setTheme] = useState(chosen.theme);

  const keep = (name: string, value: string) => {
    setCookie(name, value);
    router.refresh();
  };
  const choices = {
    times: {
      label: t("times"),
      value: chosen.times,
      options: [
        {
          value: "local",
          label:
            chosen.times === "local"
              ? (zone.split("/").at(-1) ?? zone).replaceAll("_", " ")
              : t("localTimes"),
        },
        { value: "utc", label: "UTC" },
      ] as const,
      onChange: (value: Chosen["times"]) => keep(COOKIES.times, value),
    },
    language: {
      label: t("language"),
      value: locale,
      options: LOCALES.map((value) => ({ value, label: t("languageName", { locale: value }) })),
      onChange: (value: Locale) => keep(COOKIES.locale, value),
    },
    theme: {
      label: t("theme"),
      value: theme,
      options: THEMES.map((value) => ({ value, label: t(`themes.${value}`), icon: THEME_ICONS[value] })),
      onChange: (value: Theme) => {
        setCookie(COOKIES.theme, value);
        setTheme(value);
        // At once, without asking the server; the next page comes with it.
        if (value === "system") delete document.documentElement.dataset.theme;
        else document.documentElement.dataset.theme = value;
      },
    },
  };

  if (shape === "strips") {
    return (
      <div className="flex flex-col gap-3 text-xs text-muted">
        {t("times")}
        <Segmented {...choices.times} />
        {t("language")}
        <Segmented {...choices.language} />
        {t("theme")}
        <Segmented {...choices.theme} />
      </div>
    );
  }
  return (
    <>
      <Select quiet icon={Clock} {...choices.times} />
      <Select quiet icon={Languages} {...choices.language} />
      <Select quiet icon={THEME_ICONS[theme]} {...choices.theme} />
    </>
  );
}

/** Tells the server the time zone of this browser, once for each zone; until then times are in UTC, as they say. */
export function useBrowserTimeZone(): void {
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
