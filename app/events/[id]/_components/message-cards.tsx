"use client";

import { useQuery } from "@tanstack/react-query";
import { FileJson2, Mail } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { parseAsStringLiteral, useQueryState } from "nuqs";
import { useMay } from "@/app/_access/me";
import { useTRPC } from "@/app/_trpc/react";
import { Card, CardNote } from "@/components/event/card";
import { EnvelopeTable } from "@/components/event/envelope-table";
import { DiffersNote } from "@/components/event/related-lists";
import { HeadersView } from "@/components/events/headers-view";
import { PayloadView, RawView } from "@/components/events/payload-view";
import { PropertiesView } from "@/components/events/properties-view";
import { MaskedFields } from "@/components/masking/masked-notice";
import { Tabs } from "@/components/ui/tabs";
import type { AuditEvent } from "@/server/audit/audit-schemas";
import type { MessageDetail } from "@/server/audit/detail-schemas";
import { eventsHref } from "../../_components/search-state";

/** The envelope, field by field, with where each was read from. */
export function EnvelopeCard({ id, event }: { id: string; event: AuditEvent | null }) {
  const t = useTranslations("eventPage");
  const trpc = useTRPC();
  const sources = useQuery(trpc.audit.sources.queryOptions({ id }, { enabled: event !== null }));
  return (
    <Card icon={FileJson2} title={t("envelope")} aside={event?.reader}>
      {event ? (
        <>
          <EnvelopeTable event={event} sources={sources.data} href={eventsHref} />
          <DiffersNote sources={sources.data} />
        </>
      ) : (
        <CardNote>{t("notAnEvent")}</CardNote>
      )}
    </Card>
  );
}

const VIEWS = ["payload", "raw", "headers", "properties"] as const;

/** Payload, raw text, headers and properties, as they came. */
export function ContentCard({ detail }: { detail: MessageDetail }) {
  const t = useTranslations("eventPage");
  const names = useTranslations("detail");
  const router = useRouter();
  const [view, setView] = useQueryState("tab", parseAsStringLiteral(VIEWS).withDefault("payload"));
  const { item, body, properties } = detail;
  const { id, bodySize } = item.message;
  const download = useMay()("messages.export", item.message) ? `/api/audit/messages/${id}/body` : null;
  const search = (_name: string | null, text: string) =>
    router.push(`/events?${new URLSearchParams({ q: text.slice(0, 200), range: "all" })}`);
  return (
    <Card icon={Mail} title={t("content")}>
      <Tabs
        label={names("tabs")}
        value={view}
        onChange={setView}
        tabs={VIEWS.map((name) => ({ id: name, label: names(`tab.${name}`) }))}
        // A tree draws what is in sight alone, so it needs a height; a text takes the one that it has.
        className={view === "payload" && body.format === "json" ? "h-[30rem]" : "max-h-[30rem]"}
      >
        {view === "payload" && (
          <PayloadView id={id} download={download} body={body} size={bodySize} onFilter={search} />
        )}
        {view === "raw" && <RawView id={id} download={download} body={body} size={bodySize} />}
        {view === "headers" && (
          <>
            <MaskedFields count={detail.maskedFields} />
            <HeadersView entries={properties.headers} />
          </>
        )}
        {view === "properties" && <PropertiesView detail={detail} />}
      </Tabs>
    </Card>
  );
}
