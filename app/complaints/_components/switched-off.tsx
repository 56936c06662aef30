import "server-only";
import { MessagesSquare } from "lucide-react";
import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { getContext } from "@/app/_trpc/server";
import { Notice } from "@/components/ui/notice";
import { complaintPlace } from "@/server/complaints/complaint-place";

/** What stands in the place of pages of complaints where they are switched off; null where they are on. */
export async function complaintsOff(): Promise<ReactNode> {
  const { services } = await getContext();
  if (complaintPlace(services.env)) return null;
  const t = await getTranslations("complaints");
  return (
    <Notice icon={MessagesSquare} title={t("off")}>
      {t("offHint")}
    </Notice>
  );
}
