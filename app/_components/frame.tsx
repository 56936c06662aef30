"use client";

import { usePathname } from "next/navigation";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { EnvironmentStrip } from "@/components/frame/environment-strip";
import type { Me } from "@/server/access/access-schemas";
import type { Place } from "@/server/status/status";
import { MeProvider, useMay } from "../_access/me";
import { PlaceProvider } from "../_access/place";
import { DOOR_PAGES, DoorFrame } from "../_frame/door-frame";
import { PageReportProvider } from "../_frame/page-report";
import { useBrowserTimeZone } from "../_frame/preferences";
import { ShortcutProvider } from "../_frame/shortcuts";
import { SideRail } from "../_frame/side-rail";
import { SystemStatusLine } from "../_frame/system-status-line";
import { TopBar } from "../_frame/top-bar";
import { GoKeys } from "../_frame/use-rail";
import type { Preferences } from "../_i18n/locales";

/** Who is signed in, and where. */
export interface Reader {
  me: Me;
  place: Place;
}

interface Props {
  preferences: Preferences;
  children: ReactNode;
}

/** What stands around a page: the console, or next to nothing where people come in. */
export function Frame({ reader, ...props }: Props & { reader: Reader | null }) {
  const path = usePathname();
  return reader === null || DOOR_PAGES.includes(path) ? (
    <DoorFrame {...props} />
  ) : (
    <MeProvider me={reader.me}>
      <PlaceProvider place={reader.place}>
        <Console {...reader} {...props} />
      </PlaceProvider>
    </MeProvider>
  );
}

/** Where one is, the ways to the pages, range and live, the reader's choices, the status. */
function Console({ place, me, preferences, children }: Props & Reader) {
  const t = useTranslations("frame");
  const allowed = useMay();
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
              <TopBar place={place} me={me} preferences={preferences} />
              <main id="main" tabIndex={-1} className="flex min-h-0 flex-1 flex-col outline-none">
                {children}
              </main>
            </div>
          </div>
          {allowed("status.read") && <SystemStatusLine />}
        </div>
      </PageReportProvider>
    </ShortcutProvider>
  );
}
