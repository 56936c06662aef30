"use client";

import { ArrowLeft } from "lucide-react";
import Link from "next/link";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { parseAsStringLiteral, useQueryState } from "nuqs";
import { MessageDetail } from "../../_components/message-detail";
import { TABS } from "../../_components/search-state";

/** The opened message as a page. A filter leads to the list. */
export function EventView({ id }: { id: string }) {
  const t = useTranslations("detail");
  const router = useRouter();
  const [tab, setTab] = useQueryState("tab", parseAsStringLiteral(TABS).withDefault("payload"));
  return (
    <div className="mx-auto flex min-h-0 w-full max-w-4xl flex-1 flex-col border-line bg-surface lg:border-x">
      <Link
        href="/events"
        className="flex min-h-9 w-fit items-center gap-1.5 px-4 text-sm text-muted hover:text-ink"
      >
        <ArrowLeft aria-hidden className="size-4 rtl:rotate-180" />
        {t("back")}
      </Link>
      <div className="min-h-0 flex-1">
        <MessageDetail
          id={id}
          tab={tab}
          onTab={setTab}
          onFilter={(field, value) =>
            router.push(
              `/events?${new URLSearchParams({ [field ?? "q"]: field ? value : value.slice(0, 200), range: "all" })}`,
            )
          }
        />
      </div>
    </div>
  );
}
