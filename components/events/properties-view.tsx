import { useTranslations } from "next-intl";
import { VisibleText } from "@/components/ui/visible-text";
import type { AuditEvent } from "@/server/audit/audit-schemas";
import type { MessageDetail } from "@/server/audit/detail-schemas";
import { ExchangeName, Size } from "./event-row";
import { Fact, Facts } from "./facts";
import { UnreadableReason } from "./unreadable-reason";

const EVENT_FIELDS = [
  "eventId",
  "eventType",
  "kind",
  "producer",
  "aggregateType",
  "aggregateId",
  "streamSeq",
  "declaredVersion",
  "schemaVersion",
  "occurredAt",
  "correlationId",
  "causationId",
  "traceId",
  "spanId",
  "actor",
] as const satisfies readonly (keyof AuditEvent)[];

const PROPERTY_FIELDS = [
  "contentType",
  "contentEncoding",
  "deliveryMode",
  "priority",
  "correlationId",
  "replyTo",
  "expiration",
  "messageId",
  "timestamp",
  "type",
  "userId",
  "appId",
  "clusterId",
] as const;

/** What was read from the message, how it came, and its AMQP properties. */
export function PropertiesView({ detail }: { detail: MessageDetail }) {
  const t = useTranslations("detail");
  const { item, properties } = detail;
  const { message, event } = item;
  return (
    <div className="divide-y divide-line">
      {event && (
        <Facts title={t("envelope")}>
          {EVENT_FIELDS.map((field) => (
            <Fact
              key={field}
              name={t(`field.${field}`)}
              value={event[field]}
              inferred={event.inferred.includes(field)}
            />
          ))}
          <Fact name={t("field.reader")} value={event.reader} />
        </Facts>
      )}
      <Facts title={t("message")}>
        <Fact name={t("field.exchange")}>
          <ExchangeName value={message.exchange} />
        </Fact>
        <Fact name={t("field.routingKey")} value={message.routingKey} />
        <Fact name={t("field.vhost")} value={message.vhost} />
        <Fact name={t("field.redelivered")} value={message.redelivered ? t("yes") : t("no")} />
        {message.unreadable && (
          <Fact name={t("field.unreadableReason")}>
            <UnreadableReason message={message} />
          </Fact>
        )}
        <Fact name={t("field.size")}>
          <Size bytes={message.bodySize} />
        </Fact>
        {message.anomalies.length > 0 && (
          <Fact name={t("field.anomalies")}>
            {message.anomalies.map((anomaly) => (
              <VisibleText key={anomaly} value={anomaly} className="text-warn" />
            ))}
          </Fact>
        )}
        <Fact name={t("field.position")} value={detail.position} />
        <Fact name={t("field.id")} value={message.id} />
        <Fact name={t("field.contentDigest")} value={detail.contentDigest} />
      </Facts>
      <AmqpProperties properties={properties} error={detail.propertiesError} />
    </div>
  );
}

/** The AMQP properties as they came, but for the headers. `error`: why not all of them could be decoded. */
export function AmqpProperties({
  properties,
  error,
}: {
  properties: MessageDetail["properties"];
  error: string | null;
}) {
  const t = useTranslations("detail");
  return (
    <Facts title={t("amqp")}>
      {PROPERTY_FIELDS.map((field) => (
        <Fact
          key={field}
          name={<span className="font-mono text-xs">{kebab(field)}</span>}
          value={properties[field]}
        />
      ))}
      {error && <Fact name={t("field.undecodable")} value={error} />}
    </Facts>
  );
}

/** `contentType` as AMQP writes it: `content-type`. */
function kebab(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
