import { CSPProvider } from "@base-ui/react/csp-provider";
import { TRPCError } from "@trpc/server";
import { GeistMono } from "geist/font/mono";
import { GeistSans } from "geist/font/sans";
import type { Metadata, Viewport } from "next";
import { cookies } from "next/headers";
import { NextIntlClientProvider } from "next-intl";
import { getLocale, getTranslations } from "next-intl/server";
import { NuqsAdapter } from "nuqs/adapters/next/app";
import type { ReactNode } from "react";
import { ToastProvider } from "@/components/ui/toast";
import { isDatabaseDown } from "@/server/http/problem";
import { expectOpenPage } from "./_access/page-door";
import { DatabaseAway } from "./_components/database-away";
import { Frame, type Reader } from "./_components/frame";
import { readPreferences } from "./_i18n/locales";
import { TRPCProvider } from "./_trpc/react";
import { getContext, getQueryClient, trpc } from "./_trpc/server";
import "./globals.css";

export const metadata: Metadata = {
  title: { default: "Sillage", template: "%s · Sillage" },
  description: "Admin console and event explorer for RabbitMQ",
};

export const viewport: Viewport = { width: "device-width", initialScale: 1, colorScheme: "light dark" };

/** Everything is rendered a request: each page carries its own nonce, language and theme. */
export const dynamic = "force-dynamic";

export default async function Layout({ children }: { children: ReactNode }) {
  const jar = await cookies();
  const preferences = readPreferences((name) => jar.get(name)?.value);
  const t = await getTranslations("frame");
  const reader = await whoReads();
  return (
    <html
      lang={await getLocale()}
      data-theme={preferences.theme === "system" ? undefined : preferences.theme}
      data-keys={preferences.keys}
      className={`${GeistSans.variable} ${GeistMono.variable}`}
      // The theme switch changes the attribute before React looks at it again.
      suppressHydrationWarning
    >
      <body>
        <a href="#main" className="skip-link">
          {t("skip")}
        </a>
        <NextIntlClientProvider>
          <NuqsAdapter>
            <TRPCProvider>
              {/* No style or script element of the components: the policy wants a nonce for each. */}
              <CSPProvider disableStyleElements>
                <ToastProvider>
                  <Frame reader={reader === "away" ? null : reader} preferences={preferences}>
                    {reader === "away" ? <DatabaseAway /> : children}
                  </Frame>
                </ToastProvider>
              </CSPProvider>
            </TRPCProvider>
          </NuqsAdapter>
        </NextIntlClientProvider>
      </body>
    </html>
  );
}

/** Who reads and where they are; null on the pages for everybody. "away": the database, which alone could say. */
async function whoReads(): Promise<Reader | null | "away"> {
  try {
    return await askWhoReads();
  } catch (error) {
    if (isDatabaseDown(error) || (error instanceof TRPCError && error.code === "SERVICE_UNAVAILABLE"))
      return "away";
    throw error;
  }
}

async function askWhoReads(): Promise<Reader | null> {
  const queryClient = getQueryClient();
  const asked = await getContext();
  if (asked.principal === null) {
    await expectOpenPage();
    return null;
  }
  const [me, place] = await Promise.all([
    queryClient.fetchQuery(trpc.access.me.queryOptions()),
    queryClient.fetchQuery(trpc.status.place.queryOptions()),
  ]);
  return me && { me, place };
}
