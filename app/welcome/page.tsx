import { Unlink } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { Notice } from "@/components/ui/notice";
import { getQueryClient, trpc } from "../_trpc/server";
import { Welcome } from "./_components/welcome";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("welcome"))("title"), referrer: "no-referrer" };
}

/** Where a link leads that works once: it makes the first administrator, or sets somebody's password. */
export default async function WelcomePage({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}) {
  const { token } = await searchParams;
  const t = await getTranslations("welcome");
  const given = typeof token === "string" && token.length <= 200 && token !== "" ? token : null;
  const link =
    given && (await getQueryClient().fetchQuery(trpc.access.welcome.queryOptions({ token: given })));
  if (!given || !link) {
    return (
      <Notice icon={Unlink} role="alert" title={t("gone")}>
        <p>{t("goneHint")}</p>
        <p className="mt-2">
          <Link href="/sign-in" className="text-accent underline">
            {t("signIn")}
          </Link>
        </p>
      </Notice>
    );
  }
  return <Welcome token={given} user={link.user} />;
}
