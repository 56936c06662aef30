"use client";

import { Archive, CircleAlert, Eye, Ghost, House, Sigma } from "lucide-react";
import Link from "next/link";
import { useFormatter, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Badge } from "@/components/ui/badge";
import { VisibleText } from "@/components/ui/visible-text";
import type { DeadLetterQueueView } from "@/server/dead-letters/queue-schemas";
import { DepthLines } from "./depth-lines";

/** Queues that dead letters end in: who has their messages, what feeds them, how deep they were. */
export function QueueList({
  queues,
  actionOf,
}: {
  queues: readonly DeadLetterQueueView[];
  /** The button that changes the custody, where the reader may. */
  actionOf: (queue: DeadLetterQueueView) => ReactNode;
}) {
  const t = useTranslations("deadLetters");
  const manyVhosts = new Set(queues.map(({ vhost }) => vhost)).size > 1;
  return (
    <ul aria-label={t("place.queues.title")} className="grid gap-4 p-4 xl:grid-cols-2">
      {queues.map((queue) => (
        <li key={`${queue.vhost} ${queue.name}`}>
          <QueueCard queue={queue} manyVhosts={manyVhosts}>
            {actionOf(queue)}
          </QueueCard>
        </li>
      ))}
    </ul>
  );
}

function QueueCard({
  queue,
  manyVhosts,
  children,
}: {
  queue: DeadLetterQueueView;
  manyVhosts: boolean;
  children: ReactNode;
}) {
  const t = useTranslations("deadLetters.queue");
  const format = useFormatter();
  const number = (value: number | null) => (value === null ? "–" : format.number(value));
  const { vhost, name, depth, consumers, counts, groups, problem, unholdable } = queue;
  return (
    <article
      aria-label={name}
      className="flex h-full flex-col gap-3 rounded-lg border border-line bg-surface px-4 py-3"
    >
      <header className="flex flex-wrap items-start gap-x-3 gap-y-2">
        <div className="min-w-0 flex-1 basis-56">
          <h2 className="text-sm font-semibold [overflow-wrap:anywhere]">
            <VisibleText value={name} title={false} />
          </h2>
          <div className="mt-1 flex flex-wrap items-center gap-1.5">
            <CustodyBadge queue={queue} />
            {queue.countableOnly && <Badge icon={Sigma}>{t("countable")}</Badge>}
            {queue.owned && <Badge icon={House}>{t("owned")}</Badge>}
            {!queue.present && (
              <Badge icon={Ghost} tone="warn">
                {t("absent")}
              </Badge>
            )}
            {manyVhosts && (
              <span className="text-xs text-muted">
                <VisibleText value={vhost} />
              </span>
            )}
          </div>
        </div>
        {children}
      </header>
      {problem !== null && (
        <p className="flex gap-2 rounded-md bg-bad-soft px-2.5 py-1.5 text-xs text-bad">
          <CircleAlert aria-hidden className="mt-0.5 size-3.5 shrink-0" />
          <VisibleText value={problem} title={false} className="[overflow-wrap:anywhere]" />
        </p>
      )}
      <dl className="grid grid-cols-2 gap-x-4 gap-y-2 text-sm sm:grid-cols-4">
        <Figure name={t("inQueue")}>{number(depth)}</Figure>
        <Figure name={t("inCustody")}>
          <Link
            href={`/dead-letters/messages?${new URLSearchParams({ vhost, queue: name })}`}
            className="text-accent hover:underline"
          >
            {number(counts.held)}
          </Link>
        </Figure>
        <Figure name={t("causes")}>
          <Link
            href={`/dead-letters?${new URLSearchParams({ vhost, queue: name })}`}
            className="text-accent hover:underline"
          >
            {number(groups)}
          </Link>
        </Figure>
        <Figure name={t("consumers")}>{number(consumers)}</Figure>
      </dl>
      <DepthLines depths={queue.depths} />
      <Sources queue={queue} />
      {unholdable !== null && (
        <p className="text-xs text-muted">
          {t("unholdable")} <VisibleText value={unholdable} title={false} />
        </p>
      )}
    </article>
  );
}

function Figure({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt className="text-2xs text-muted">{name}</dt>
      <dd className="text-base font-semibold tabular-nums">{children}</dd>
    </div>
  );
}

/** Who has its messages, and whether a worker is at it. */
function CustodyBadge({ queue: { custody, holding, custodyChosenBy } }: { queue: DeadLetterQueueView }) {
  const t = useTranslations("deadLetters.queue");
  const chosen = custodyChosenBy === null ? t("byDefault") : t("chosenBy", { who: custodyChosenBy });
  return custody === "observe" ? (
    <span title={`${t("observeHint")} ${chosen}`}>
      <Badge icon={Eye}>{t("observed")}</Badge>
    </span>
  ) : (
    <span title={`${t("holdHint")} ${chosen}`}>
      <Badge icon={Archive} tone={holding ? "good" : "warn"}>
        {t(holding ? "held" : "holdWaits")}
      </Badge>
    </span>
  );
}

/** The queues that feed it, each with what says so. */
function Sources({ queue: { sources, foundBy } }: { queue: DeadLetterQueueView }) {
  const t = useTranslations("deadLetters.queue");
  const format = useFormatter();
  return (
    <div className="text-xs text-muted">
      <h3 className="font-semibold">{t("fedBy")}</h3>
      {sources.length === 0 ? (
        <p>{t("fedByNobody")}</p>
      ) : (
        <ul className="mt-0.5 flex flex-col gap-0.5">
          {sources.map((source) => (
            <li key={JSON.stringify(source)} className="[overflow-wrap:anywhere]">
              <VisibleText value={source.queue} className="font-medium text-ink" /> {t("by")}{" "}
              {source.exchange === "" ? (
                <i>{t("defaultExchange")}</i>
              ) : (
                <VisibleText value={source.exchange} />
              )}{" "}
              ({t(`setBy.${source.setBy}`)})
            </li>
          ))}
        </ul>
      )}
      <p className="mt-1">{t("foundBy", { how: format.list(foundBy.map((how) => t(`found.${how}`))) })}</p>
    </div>
  );
}
