import { CircleCheck, CircleHelp } from "lucide-react";
import Link from "next/link";
import { useFormatter, useTranslations } from "next-intl";
import type { FilterField, FilterValues } from "@/components/events/filter-fields";
import { holdsMask, MaskedMark } from "@/components/masking/masked-value";
import { VisibleText } from "@/components/ui/visible-text";
import type { AuditEvent } from "@/server/audit/audit-schemas";
import type { FieldSourcesOutput } from "@/server/audit/related-schemas";

const FIELDS = [
  "eventType",
  "kind",
  "eventId",
  "producer",
  "aggregateType",
  "aggregateId",
  "declaredVersion",
  "schemaVersion",
  "occurredAt",
  "correlationId",
  "causationId",
  "traceId",
  "spanId",
  "actor",
] as const satisfies readonly (keyof AuditEvent)[];
type Field = (typeof FIELDS)[number];

/** Fields that the list can be filtered by. */
const FILTERS: Partial<Record<Field, FilterField>> = {
  eventType: "eventType",
  kind: "kind",
  eventId: "eventId",
  producer: "producer",
  aggregateType: "aggregateType",
  aggregateId: "aggregateId",
  correlationId: "correlationId",
  traceId: "traceId",
  actor: "userId",
};

interface Props {
  event: AuditEvent;
  /** Undefined while it is not known. */
  sources: FieldSourcesOutput | undefined;
  href: (filters: FilterValues) => string;
}

/** Each field of the envelope: what it says, whether the producer said it, and where it stands in the message. */
export function EnvelopeTable({ event, sources, href }: Props) {
  const t = useTranslations("eventPage");
  const names = useTranslations("detail.field");
  const known = FIELDS.filter((field) => event[field] !== null);
  const unknown = FIELDS.filter((field) => event[field] === null);
  return (
    <>
      <table className="w-full table-fixed text-sm">
        <colgroup className="max-sm:hidden">
          <col className="w-34" />
          <col />
          <col className="w-[43%]" />
        </colgroup>
        <thead className="sr-only">
          <tr>
            <th scope="col">{t("field")}</th>
            <th scope="col">{t("value")}</th>
            <th scope="col">{t("source")}</th>
          </tr>
        </thead>
        <tbody className="divide-y divide-line">
          {known.map((field) => (
            <tr key={field} className="align-baseline max-sm:grid max-sm:grid-cols-[8.5rem_minmax(0,1fr)]">
              <th scope="row" className="py-1.5 ps-4 pe-2 text-start text-xs font-normal text-muted">
                {names(field)}
              </th>
              <td className="py-1.5 pe-3">
                <Value event={event} field={field} href={href} />
              </td>
              <td className="py-1.5 pe-4 text-xs text-muted max-sm:col-start-2 max-sm:pt-0">
                <Source field={field} inferred={event.inferred.includes(field)} sources={sources} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {unknown.length > 0 && (
        <p className="border-t border-line px-4 py-2 text-xs text-muted">
          {t("unknown", { fields: unknown.map((field) => names(field)).join(", ") })}
        </p>
      )}
    </>
  );
}

function Value({ event, field, href }: { event: AuditEvent; field: Field; href: Props["href"] }) {
  const format = useFormatter();
  const kinds = useTranslations("filter.choice.kind");
  const value = event[field]!;
  const text =
    field === "kind"
      ? kinds(event.kind)
      : field === "occurredAt"
        ? format.dateTime(new Date(String(value)), { dateStyle: "medium", timeStyle: "medium" })
        : String(value);
  const shown = (
    <VisibleText
      value={text}
      title={false}
      className={
        field === "kind" || field === "occurredAt" ? "" : "font-mono text-xs [overflow-wrap:anywhere]"
      }
    />
  );
  // What is masked cannot be searched by.
  if (holdsMask(value)) {
    return (
      <>
        {shown} <MaskedMark />
      </>
    );
  }
  const filter = FILTERS[field];
  if (!filter) return shown;
  return (
    <Link href={href({ [filter]: String(value) })} className="hover:text-accent hover:underline">
      {shown}
    </Link>
  );
}

function Source({
  field,
  inferred,
  sources,
}: {
  field: Field;
  inferred: boolean;
  sources: FieldSourcesOutput | undefined;
}) {
  const t = useTranslations("eventPage");
  const source = sources?.fields[field];
  const Icon = inferred ? CircleHelp : CircleCheck;
  return (
    <span className="flex items-baseline gap-1.5">
      <Icon aria-hidden className={`size-3.5 shrink-0 self-center ${inferred ? "text-warn" : "text-good"}`} />
      <span className={`shrink-0 font-medium ${inferred ? "text-warn" : "text-ink"}`}>
        {t(inferred ? "inferred" : "said")}
      </span>
      <span className="min-w-0 [overflow-wrap:anywhere]">
        {source?.path ? (
          <VisibleText value={source.path} title={false} className="font-mono" />
        ) : source ? (
          t(source.stage === "concluded" && !inferred ? "stage.named" : `stage.${source.stage}`)
        ) : sources?.differs.includes(field) ? (
          t("differs")
        ) : null}
      </span>
    </span>
  );
}
