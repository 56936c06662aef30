"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { EnvironmentStrip } from "@/components/frame/environment-strip";
import type { Place } from "@/server/status/status";
import { PageReportProvider } from "../_frame/page-report";
import { useBrowserTimeZone } from "../_frame/preferences";
import { ShortcutProvider } from "../_frame/shortcuts";
import { SideRail } from "../_frame/side-rail";
import { SystemStatusLine } from "../_frame/system-status-line";
import { TopBar } from "../_frame/top-bar";
import { GoKeys } from "../_frame/use-rail";
import type { Preferences } from "../_i18n/locales";

/** What stands around every page: where one is, the ways to the pages, range and live, the reader's choices, the status. */
export function Frame({
  place,
  preferences,
  children,
}: {
  place: Place;
  preferences: Preferences;
  children: ReactNode;
}) {
  const t = useTranslations("frame");
  useBrowserTimeZone();
  return (
    <ShortcutProvider on={preferences.keys === "on"}>
      <PageReportProvider>
        <GoKeys />
        <div className="flex h-dvh flex-col">
          {place.environment && <EnvironmentStrip label={t("environment")} {...place.environment} />}
          <div className="flex min-h-0 flex-1">
            <SideRail initial={preferences.rail} />
            <div className="flex min-w-0 flex-1 flex-col">
              <TopBar place={place} preferences={preferences} />
              <main id="main" tabIndex={-1} className="flex min-h-0 flex-1 flex-col outline-none">
                {children}
              </main>
            </div>
          </div>
          <SystemStatusLine />
        </div>
      </PageReportProvider>
    </ShortcutProvider>
  );
}
