"use client";

import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { parseAsStringLiteral, useQueryState } from "nuqs";
import { useTRPC } from "@/app/_trpc/react";
import { CardFailed, CardNote, CardSkeleton } from "@/components/event/card";
import { MessageTable } from "@/components/redrives/message-table";
import { Button } from "@/components/ui/button";
import { Select } from "@/components/ui/select";
import type { RedriveView } from "@/server/redrive/redrive-schemas";
import { REDRIVE_AFTERMATHS, REDRIVE_OUTCOMES } from "@/server/redrive/redrive-words";

const CHOICES = ["all", ...REDRIVE_OUTCOMES, ...REDRIVE_AFTERMATHS] as const;
type Choice = (typeof CHOICES)[number];

/** The messages of a redrive in the order in which they are sent, those of one outcome alone on request. */
export function RedriveMessages({ redrive }: { redrive: RedriveView }) {
  const t = useTranslations("redrives");
  const trpc = useTRPC();
  const [which, setWhich] = useQueryState("which", parseAsStringLiteral(CHOICES).withDefault("all"));
  const list = useInfiniteQuery(
    trpc.redrives.messages.infiniteQueryOptions(
      { id: redrive.id, ...askedFor(which) },
      { getNextPageParam: (page) => page.nextCursor, placeholderData: keepPreviousData },
    ),
  );
  const items = list.data?.pages.flatMap((page) => page.items) ?? [];
  const counts: Record<string, number> = { ...redrive.outcomes, ...redrive.aftermaths };
  const label = (choice: Choice) => {
    if (choice === "all") return t("everyMessage", { count: redrive.total });
    const name = isAftermath(choice) ? t(`aftermath.${choice}`) : t(`outcome.${choice}`);
    return `${name} (${counts[choice] ?? 0})`;
  };
  return (
    <>
      <div className="flex border-b border-line px-4 py-2">
        <Select
          label={t("whichMessages")}
          value={which}
          options={CHOICES.filter(
            (choice) => choice === "all" || choice === which || (counts[choice] ?? 0) > 0,
          ).map((value) => ({ value, label: label(value) }))}
          onChange={(value) => setWhich(value)}
        />
      </div>
      {list.isError && items.length === 0 ? (
        <CardFailed message={list.error.message} onRetry={() => list.refetch()} />
      ) : list.isPending ? (
        <CardSkeleton />
      ) : items.length === 0 ? (
        <CardNote>{t("noMessages")}</CardNote>
      ) : (
        <>
          <MessageTable items={items} />
          {list.hasNextPage && (
            <div className="flex justify-center border-t border-line px-4 py-2">
              <Button disabled={list.isFetchingNextPage} onClick={() => list.fetchNextPage()}>
                {t("moreMessages")}
              </Button>
            </div>
          )}
        </>
      )}
    </>
  );
}

function isAftermath(choice: Choice): choice is (typeof REDRIVE_AFTERMATHS)[number] {
  return REDRIVE_AFTERMATHS.some((it) => it === choice);
}

function askedFor(choice: Choice) {
  if (choice === "all") return {};
  return isAftermath(choice) ? { aftermath: choice } : { outcome: choice };
}
