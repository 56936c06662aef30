"use client";

import { useQuery } from "@tanstack/react-query";
import { BookOpen, CircleAlert, History, Link2, Skull } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useQueryStates } from "nuqs";
import { useMay } from "@/app/_access/me";
import { ActionsOf } from "@/app/_actions/actions-of";
import { useReportPage } from "@/app/_frame/page-report";
import { useShortcut } from "@/app/_frame/shortcuts";
import { useTRPC } from "@/app/_trpc/react";
import { SagaCard } from "@/app/sagas/_components/sagas-of";
import { NowProvider } from "@/components/complaints/now";
import { BelongsTo } from "@/components/dead-letters/belongs-to";
import { DeathList } from "@/components/dead-letters/death-list";
import { LetterError } from "@/components/dead-letters/letter-error";
import { LetterHeader } from "@/components/dead-letters/letter-header";
import { LetterStory } from "@/components/dead-letters/letter-story";
import { Card } from "@/components/event/card";
import { ReadOne } from "@/components/ui/read-one";
import { Scrolling } from "@/components/ui/scrolling";
import type { DeadLetterDetail } from "@/server/dead-letters/dead-letter-schemas";
import { isEditable, LetterActions } from "../../_components/letter-actions";
import { placeOfLetter } from "../../_components/place-of-letter";
import { VersionList } from "../../_components/version-list";
import { LetterContent } from "./letter-content";
import { letterParsers } from "./letter-state";

/** A message that a redrive has in hand is looked at again this often. */
const WATCHED_MS = 2_000;

/** One dead letter: why it died, what it says, what was tried, what came of it, and what can be done. */
export function LetterPage({ id, anchor }: { id: string; anchor: string }) {
  const t = useTranslations("deadLetters");
  const trpc = useTRPC();
  const [{ version }] = useQueryStates(letterParsers);
  const query = useQuery(
    trpc.deadLetters.one.queryOptions(
      { id, ...(version === null ? {} : { version }) },
      { refetchInterval: ({ state }) => (state.data && isMoving(state.data) ? WATCHED_MS : false) },
    ),
  );
  useReportPage({ busy: query.isFetching });
  return (
    <ReadOne
      query={query}
      words={{
        notFound: t("notFound"),
        notFoundHint: t("notFoundHint"),
        failed: t("notOpened"),
        retry: t("retry"),
        back: t("toCauses"),
      }}
      back="/dead-letters"
    >
      {(data) => (
        <NowProvider anchor={anchor}>
          <Letter detail={data} />
        </NowProvider>
      )}
    </ReadOne>
  );
}

/** A redrive has it in hand, or what came of the last one is not known yet. */
function isMoving({ item, redrives }: DeadLetterDetail): boolean {
  const last = redrives.find(({ deadLetterId }) => deadLetterId === item.id);
  return (
    item.claim !== null || (last !== undefined && last.outcome === "confirmed" && last.aftermath === null)
  );
}

function Letter({ detail }: { detail: DeadLetterDetail }) {
  const t = useTranslations("deadLetters");
  const tv = useTranslations("deadLetterEdit.versions");
  const allowed = useMay();
  const router = useRouter();
  const { item, versions } = detail;
  const mayEdit = isEditable(item) && allowed("dead-letters.edit", placeOfLetter(item));
  useShortcut(
    { keys: "e", label: t("keys.edit"), group: "page" },
    mayEdit ? () => router.push(`/dead-letters/${item.id}/edit`) : null,
  );
  const complaint = /^Complaint-(.+)$/.exec(item.streamId ?? "")?.[1] ?? null;
  return (
    <Scrolling>
      <LetterHeader item={item}>
        <LetterActions item={item} />
      </LetterHeader>
      <div className="mx-auto grid max-w-[112rem] items-start gap-4 p-4 xl:grid-cols-[minmax(0,7fr)_minmax(0,5fr)]">
        <div className="flex min-w-0 flex-col gap-4">
          <Card icon={CircleAlert} title={t("whyItDied")}>
            <div className="px-4 py-3">
              <LetterError letter={item} />
            </div>
          </Card>
          <LetterContent detail={detail} />
          <Card icon={Skull} title={t("death.title")}>
            <DeathList deaths={detail.deaths} />
          </Card>
        </div>
        <div className="flex min-w-0 flex-col gap-4">
          <Card icon={BookOpen} title={t("story.title")}>
            <LetterStory detail={detail} />
          </Card>
          {versions.length > 0 && (
            <Card icon={History} title={tv("title")}>
              <VersionList id={item.id} versions={versions} mayRestore={mayEdit} />
            </Card>
          )}
          <SagaCard of={{ deadLetterId: item.id }} />
          <Card icon={Link2} title={t("belongs.title")}>
            <BelongsTo detail={detail} complaint={allowed("complaints.read") ? complaint : null} />
          </Card>
          <div className="rounded-lg border border-line bg-surface empty:hidden">
            <ActionsOf type="dead-letter" id={item.id} />
          </div>
        </div>
      </div>
    </Scrolling>
  );
}
