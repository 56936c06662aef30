import { SearchX } from "lucide-react";
import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { Notice } from "@/components/ui/notice";

/** No page at this address. */
export default async function NotFound() {
  const t = await getTranslations("notFound");
  return (
    <Notice icon={SearchX} title={t("title")}>
      <Link href="/events" className="text-accent underline">
        {t("events")}
      </Link>
    </Notice>
  );
}
