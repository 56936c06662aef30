import { TriangleAlert } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { Badge } from "@/components/ui/badge";
import { VisibleText } from "@/components/ui/visible-text";
import type {
  ArrivalsOutput,
  CorrelationOutput,
  FieldSourcesOutput,
  StreamOutput,
} from "@/server/audit/related-schemas";
import { CardNote } from "./card";
import { EventLine } from "./event-line";

/** Lists of what belongs to a message; each scrolls by itself once it is long. */
const LIST = "max-h-96 divide-y divide-line overflow-y-auto -outline-offset-2";

/** Everything of one correlation in order of receipt, with the time since the one before. */
export function CorrelationList({ id, correlation }: { id: string; correlation: CorrelationOutput }) {
  const t = useTranslations("eventPage.correlation");
  const { correlationId, inferred, items, before, total, exact } = correlation;
  if (correlationId === null) return <CardNote>{t("none")}</CardNote>;
  const after = total - before - items.length;
  return (
    <>
      <Head value={correlationId} inferred={inferred} />
      {before > 0 && <More text={t("before", { count: before })} />}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard */}
      <ol aria-label={t("title")} tabIndex={0} className={LIST}>
        {items.map((item, i) => (
          <li key={item.message.id}>
            <EventLine
              item={item}
              current={item.message.id === id}
              {...(i > 0 ? { since: items[i - 1]!.message.receivedAt } : {})}
            />
          </li>
        ))}
      </ol>
      {after > 0 && <More text={t(exact ? "after" : "afterAtLeast", { count: after })} />}
    </>
  );
}

/** A part of a stream: its places, the producer's versions, and what is wrong with them. */
export function StreamList({ id, stream }: { id: string; stream: StreamOutput }) {
  const t = useTranslations("eventPage.stream");
  const { streamId, inferred, version, items, missing, owned } = stream;
  if (streamId === null) return <CardNote>{t("none")}</CardNote>;
  const first = items[0]?.item.event?.streamSeq ?? 1;
  const last = items.at(-1)?.item.event?.streamSeq ?? 0;
  return (
    <>
      <Head value={streamId} inferred={inferred} note={owned ? t("owned") : undefined} />
      {missing.length > 0 && (
        <More
          warn
          text={t("missing", { places: missing.map(({ from, to }) => range(from, to)).join(", ") })}
        />
      )}
      {first > 1 && missing[0]?.from !== 1 && <More text={t("before", { count: first - 1 })} />}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard */}
      <ol aria-label={t("title")} tabIndex={0} className={LIST}>
        {items.map(({ item, notes }) => (
          <li key={item.message.id}>
            <EventLine
              item={item}
              current={item.message.id === id}
              lead={
                <span
                  title={t("place")}
                  className="mt-0.5 min-w-6 shrink-0 text-end font-mono text-xs text-muted tabular-nums"
                >
                  {item.event?.streamSeq}
                </span>
              }
              note={
                <span className="flex flex-wrap items-center gap-x-2 text-xs text-muted">
                  {item.event?.declaredVersion !== null && item.event?.declaredVersion !== undefined && (
                    <span>{t("declared", { version: item.event.declaredVersion })}</span>
                  )}
                  {notes.map((note) => (
                    <Badge
                      key={note.code + ("from" in note ? note.from : "")}
                      icon={TriangleAlert}
                      tone="warn"
                    >
                      {note.code === "gap"
                        ? t("note.gap", { versions: range(note.from, note.to) })
                        : t(`note.${note.code}`)}
                    </Badge>
                  ))}
                </span>
              }
            />
          </li>
        ))}
      </ol>
      {version !== null && version > last && <More text={t("after", { count: version - last })} />}
    </>
  );
}

const range = (from: number, to: number) => (from === to ? String(from) : `${from}–${to}`);

/** Every arrival under the event id, and how each is related to the first. */
export function ArrivalsList({ id, arrivals }: { id: string; arrivals: ArrivalsOutput }) {
  const t = useTranslations("eventPage.arrivals");
  const { eventId, items, total, exact } = arrivals;
  if (eventId === null) return <CardNote>{t("noEventId")}</CardNote>;
  if (total <= 1) return <CardNote>{t("once")}</CardNote>;
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard */}
      <ol aria-label={t("title")} tabIndex={0} className={LIST}>
        {items.map(({ item, relation }) => (
          <li key={item.message.id}>
            <EventLine
              item={item}
              current={item.message.id === id}
              note={<span className="text-xs text-muted">{t(`relation.${relation}`)}</span>}
            />
          </li>
        ))}
      </ol>
      {total > items.length && (
        <More text={t(exact ? "more" : "moreAtLeast", { count: total - items.length })} />
      )}
    </>
  );
}

/** Fields that are read otherwise today than when the message was stored. */
export function DiffersNote({ sources }: { sources: FieldSourcesOutput | undefined }) {
  const t = useTranslations("eventPage");
  if (!sources || sources.differs.length === 0) return null;
  return <p className="border-t border-line px-4 py-2 text-xs text-muted">{t("differsNote")}</p>;
}

/** A link to the whole list on the events page. */
export function AllLink({ href, count, exact = true }: { href: string; count?: number; exact?: boolean }) {
  const t = useTranslations("eventPage");
  return (
    <Link href={href} className="inline-flex min-h-6 items-center text-accent hover:underline">
      {count === undefined ? t("open") : t(exact ? "openAll" : "openAllAtLeast", { count })}
    </Link>
  );
}

function Head({ value, inferred, note }: { value: string; inferred: boolean; note?: string | undefined }) {
  const t = useTranslations("eventPage");
  return (
    <p className="flex flex-wrap gap-x-2 border-b border-line px-4 py-1.5 text-xs text-muted">
      <VisibleText value={value} className="font-mono text-ink [overflow-wrap:anywhere]" />
      {inferred && <span className="text-warn">{t("inferred")}</span>}
      {note}
    </p>
  );
}

function More({ text, warn = false }: { text: string; warn?: boolean }) {
  return <p className={`px-4 py-1.5 text-xs ${warn ? "text-warn" : "text-muted"}`}>{text}</p>;
}
