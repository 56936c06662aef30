"use client";

import { useQuery } from "@tanstack/react-query";
import { CopyCheck, GitFork, Layers, Link2, Route } from "lucide-react";
import { useTranslations } from "next-intl";
import { useTRPC } from "@/app/_trpc/react";
import { Card, CardFailed, CardSkeleton } from "@/components/event/card";
import { CausationView } from "@/components/event/causation-view";
import { AllLink, ArrivalsList, CorrelationList, StreamList } from "@/components/event/related-lists";
import { RouteView } from "@/components/event/route-view";
import type { AuditItem } from "@/server/audit/audit-schemas";
import { eventsHref } from "../../_components/search-state";

/** The message that a list is about. The links ask for its virtual host alone, as the lists do. */
interface Of {
  id: string;
  vhost: string;
}

interface Asked {
  isError: boolean;
  error: { message: string } | null;
  refetch: () => unknown;
}

/** In place of a content that is not there: it failed, or it is on its way. */
function Pending({ query }: { query: Asked }) {
  return query.isError ? (
    <CardFailed message={query.error?.message ?? ""} onRetry={() => query.refetch()} />
  ) : (
    <CardSkeleton />
  );
}

export function CausationCard({ item }: { item: AuditItem }) {
  const t = useTranslations("eventPage.causation");
  const trpc = useTRPC();
  const query = useQuery(trpc.audit.causation.queryOptions({ id: item.message.id }));
  return (
    <Card icon={GitFork} title={t("title")}>
      {query.data ? (
        <CausationView
          item={item}
          causation={query.data}
          href={(filters) => eventsHref({ ...filters, vhost: item.message.vhost })}
        />
      ) : (
        <Pending query={query} />
      )}
    </Card>
  );
}

export function RouteCard({ id }: { id: string }) {
  const t = useTranslations("eventPage.route");
  const trpc = useTRPC();
  const query = useQuery(trpc.routes.of.queryOptions({ id }));
  return (
    <Card icon={Route} title={t("title")} aside={t("asBoundNow")}>
      {query.data ? <RouteView route={query.data} /> : <Pending query={query} />}
    </Card>
  );
}

export function CorrelationCard({ id, vhost }: Of) {
  const t = useTranslations("eventPage.correlation");
  const trpc = useTRPC();
  const query = useQuery(trpc.audit.correlation.queryOptions({ id }));
  const { correlationId = null, total = 0, exact = true } = query.data ?? {};
  return (
    <Card
      icon={Link2}
      title={t("title")}
      aside={
        correlationId !== null && (
          <AllLink href={eventsHref({ correlationId, vhost })} count={total} exact={exact} />
        )
      }
    >
      {query.data ? <CorrelationList id={id} correlation={query.data} /> : <Pending query={query} />}
    </Card>
  );
}

export function StreamCard({ id, vhost }: Of) {
  const t = useTranslations("eventPage.stream");
  const trpc = useTRPC();
  const query = useQuery(trpc.audit.streamOf.queryOptions({ id }));
  const streamId = query.data?.streamId ?? null;
  return (
    <Card
      icon={Layers}
      title={t("title")}
      // Its arrivals are more than its events, so no number stands here.
      aside={streamId !== null && <AllLink href={eventsHref({ streamId, vhost })} />}
    >
      {query.data ? <StreamList id={id} stream={query.data} /> : <Pending query={query} />}
    </Card>
  );
}

export function ArrivalsCard({ id, vhost }: Of) {
  const t = useTranslations("eventPage.arrivals");
  const trpc = useTRPC();
  const query = useQuery(trpc.audit.arrivals.queryOptions({ id }));
  const { eventId = null, total = 0, exact = true } = query.data ?? {};
  return (
    <Card
      icon={CopyCheck}
      title={t("title")}
      aside={
        eventId !== null &&
        total > 1 && <AllLink href={eventsHref({ eventId, vhost })} count={total} exact={exact} />
      }
    >
      {query.data ? <ArrivalsList id={id} arrivals={query.data} /> : <Pending query={query} />}
    </Card>
  );
}
