"use client";

import { ListTree } from "lucide-react";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Brand } from "@/components/frame/brand";
import { PageReportProvider } from "../_frame/page-report";
import { LiveControl, RangeControl } from "../_frame/range-control";
import { GROUPS } from "./pages";
import { Preferences } from "./preferences";
import { SystemStatusLine } from "./system-status-line";

/** What stands around every page: the name, the way to the pages, the reader's choices, and the status line. */
export function Frame({ children }: { children: ReactNode }) {
  const t = useTranslations("frame");
  const path = usePathname();
  const page = GROUPS.flatMap((group) => group.pages).find((it) => it.href === path);
  return (
    <PageReportProvider>
      <div className="flex h-dvh flex-col">
        <header className="flex min-h-12 shrink-0 flex-wrap items-center gap-3 border-b border-line bg-surface px-4">
          <Link href="/events" aria-label={t("home")}>
            <Brand />
          </Link>
          <nav aria-label={t("pages")} className="ms-1">
            <Link
              href="/events"
              aria-current="page"
              className="flex min-h-8 items-center gap-1.5 rounded-md bg-accent-soft px-2.5 text-sm font-medium text-accent"
            >
              <ListTree aria-hidden className="size-4" />
              {t("events")}
            </Link>
          </nav>
          <div className="ms-auto flex min-w-0 flex-wrap items-center justify-end gap-1">
            {page?.range && <RangeControl />}
            {page?.live && <LiveControl />}
            <Preferences />
          </div>
        </header>
        <main id="main" className="flex min-h-0 flex-1 flex-col">
          {children}
        </main>
        <SystemStatusLine />
      </div>
    </PageReportProvider>
  );
}
