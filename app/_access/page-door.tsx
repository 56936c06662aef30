import "server-only";
import { LockKeyhole } from "lucide-react";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { Notice } from "@/components/ui/notice";
import { PAGES, type PageAddress, PERMISSIONS } from "@/server/access/permissions";
import { may } from "@/server/access/principal";
import { ADDRESS_HEADER } from "@/server/http/security";
import { getContext } from "../_trpc/server";

/** Sends whoever is not signed in to do so, and then back to the page that they asked for. */
async function askToSignIn(): Promise<never> {
  const wanted = await address();
  redirect(wanted === "/" ? "/sign-in" : `/sign-in?next=${encodeURIComponent(wanted)}`);
}

const address = async (): Promise<string> => (await headers()).get(ADDRESS_HEADER) ?? "/";

/** Lets nobody but those who are signed in past the layout, except to the pages that are open to all. */
export async function expectOpenPage(): Promise<void> {
  const path = (await address()).split("?")[0]!;
  if (!Object.hasOwn(PAGES, path) || PAGES[path as PageAddress] !== "public") await askToSignIn();
}

/**
 * What stands in the place of a page that the reader may not open; null when they may. Whoever is not signed in does not
 * come so far. Every page begins with it: the layout is not drawn again on the way from one page to the next.
 */
export async function closedPage(page: PageAddress): Promise<ReactNode> {
  const rule = PAGES[page];
  if (rule === "public") return null;
  const { principal } = await getContext();
  if (principal === null) return askToSignIn();
  if (rule === "signed-in" || may(principal, rule)) return null;
  const t = await getTranslations("access");
  const roles = PERMISSIONS[rule].map((role) => t(`role.${role}`)).join(", ");
  return (
    <Notice icon={LockKeyhole} role="alert" title={t("closed")}>
      {t("needs", { roles })}
    </Notice>
  );
}
