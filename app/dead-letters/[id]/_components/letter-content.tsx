"use client";

import clsx from "clsx";
import { Mail } from "lucide-react";
import { useTranslations } from "next-intl";
import { useQueryStates } from "nuqs";
import { Card, CardNote } from "@/components/event/card";
import { ExchangeName } from "@/components/events/event-row";
import { Fact, Facts } from "@/components/events/facts";
import { HeadersView } from "@/components/events/headers-view";
import { Tabs } from "@/components/events/message-panel";
import { PayloadView, RawView } from "@/components/events/payload-view";
import { AmqpProperties } from "@/components/events/properties-view";
import { MaskedFields } from "@/components/masking/masked-notice";
import { Select } from "@/components/ui/select";
import type { DeadLetterDetail } from "@/server/dead-letters/dead-letter-schemas";
import { LETTER_TABS, letterParsers } from "./letter-state";

/** What the message carries, as it lay in the queue or in a later version. */
export function LetterContent({ detail }: { detail: DeadLetterDetail }) {
  const t = useTranslations("deadLetters");
  const names = useTranslations("detail");
  const [{ tab }, setState] = useQueryStates(letterParsers, { history: "replace" });
  const { item, body, properties, versions, shown } = detail;
  const of = { id: `${item.id} ${shown}`, download: null, body, size: body.decodedSize };
  return (
    <Card
      icon={Mail}
      title={t("content")}
      aside={
        versions.length > 0 && (
          <Select
            label={t("version")}
            quiet
            value={String(shown)}
            options={[0, ...versions.map(({ version }) => version)].map((version) => ({
              value: String(version),
              label: version === 0 ? t("original") : t("versionOf", { version }),
            }))}
            onChange={(version) => setState({ version: Number(version) })}
          />
        )
      }
    >
      {detail.contentGone ? (
        <CardNote>{t("contentGone")}</CardNote>
      ) : (
        // A tree draws what is in sight alone, so it needs a height; a text takes the one that it has.
        <div
          className={clsx(
            "flex flex-col",
            tab === "payload" && body.format === "json" ? "h-[26rem]" : "max-h-[26rem]",
          )}
        >
          <Tabs
            label={names("tabs")}
            current={tab}
            onChoose={(tab) => setState({ tab })}
            names={LETTER_TABS.map((name) => ({ name, text: names(`tab.${name}`) }))}
          >
            {tab === "payload" && <PayloadView {...of} onFilter={() => {}} />}
            {tab === "raw" && <RawView {...of} />}
            {tab === "headers" && (
              <>
                <MaskedFields count={detail.maskedFields} />
                <HeadersView entries={properties.headers} />
              </>
            )}
            {tab === "properties" && (
              <div className="divide-y divide-line">
                <Facts title={t("lay")}>
                  <Fact name={t("column.queue")} value={item.queue} />
                  <Fact name={t("deadLetterExchange")}>
                    <ExchangeName value={item.exchange} />
                  </Fact>
                  <Fact name={t("routingKey")} value={item.routingKey} />
                  {item.originExchange !== null && (
                    <Fact name={t("column.exchange")}>
                      <ExchangeName value={item.originExchange} />
                    </Fact>
                  )}
                  <Fact name={t("originKey")} value={item.originKey} />
                  <Fact name={t("vhost")} value={item.vhost} />
                  <Fact name={t("eventId")} value={item.eventId} />
                  <Fact name={t("column.producer")} value={item.producer} />
                  <Fact name={t("column.correlation")} value={item.correlationId} />
                </Facts>
                <AmqpProperties properties={properties} error={detail.propertiesError} />
              </div>
            )}
          </Tabs>
        </div>
      )}
    </Card>
  );
}
