import { ArrowRight, Info, TriangleAlert } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { useUnreadableReason } from "@/components/events/unreadable-reason";
import { VisibleText } from "@/components/ui/visible-text";
import type { AuditMessage } from "@/server/audit/audit-schemas";

/** The anomalies that the ingest knows, by the words in which they are stored. */
const ANOMALIES = {
  "headers not decodable": "headers",
  "body not kept": "body",
  "event id clash": "clash",
  "stream is owned": "owned",
} as const;

const GRAVE: ReadonlySet<string> = new Set(["clash", "intrusion", "dead_lettered"]);

/** What is out of the ordinary about a message, in plain words. Draws nothing where nothing is. */
export function Judgements({ message }: { message: AuditMessage }) {
  const t = useTranslations("eventPage.judgement");
  const reason = useUnreadableReason();
  const notes: { key: string; text: string; grave: boolean; first?: string | null; raw?: string }[] = [];
  const { reading, arrival } = message;
  if (arrival !== "published") {
    notes.push({ key: arrival, text: t(`arrival.${arrival}`), grave: GRAVE.has(arrival) });
  }
  if (reading === "unreadable") {
    notes.push({ key: reading, text: t("unreadable", { reason: reason(message) }), grave: false });
  } else if (reading !== "event") {
    notes.push({
      key: reading,
      text: t(`reading.${reading}`),
      grave: GRAVE.has(reading),
      first: message.firstId,
    });
  }
  for (const anomaly of message.anomalies) {
    const known = ANOMALIES[anomaly as keyof typeof ANOMALIES] as
      | (typeof ANOMALIES)[keyof typeof ANOMALIES]
      | undefined;
    // These two are what `clash` and `intrusion` say already.
    if (known === "clash" || known === "owned") continue;
    if (known) notes.push({ key: anomaly, text: t(`anomaly.${known}`), grave: true });
    else notes.push({ key: anomaly, text: t("anomaly.other"), grave: true, raw: anomaly });
  }
  if (notes.length === 0) return null;
  return (
    <ul aria-label={t("title")} className="flex flex-col gap-2">
      {notes.map(({ key, text, grave, first, raw }) => {
        const Icon = grave ? TriangleAlert : Info;
        return (
          <li
            key={key}
            className={`flex gap-2.5 rounded-lg border px-4 py-2.5 text-sm ${grave ? "border-bad/40 bg-bad-soft" : "border-line bg-surface"}`}
          >
            <Icon aria-hidden className={`mt-0.5 size-4 shrink-0 ${grave ? "text-bad" : "text-accent"}`} />
            <div className="min-w-0">
              {text} {raw && <VisibleText value={raw} className="font-mono text-xs" />}
              {first && (
                <Link
                  href={`/events/${first}`}
                  className="ms-1 inline-flex min-h-6 items-center gap-1 font-medium text-accent hover:underline"
                >
                  {t("toFirst")}
                  <ArrowRight aria-hidden className="size-3.5 rtl:rotate-180" />
                </Link>
              )}
            </div>
          </li>
        );
      })}
    </ul>
  );
}
