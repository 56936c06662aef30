"use client";

import { Download, EyeOff } from "lucide-react";
import { useTranslations } from "next-intl";
import { JsonTree } from "@/components/json/json-tree";
import { useJsonIndex } from "@/components/json/use-json-index";
import { WithheldBody } from "@/components/masking/masked-notice";
import { makeVisible } from "@/components/ui/visible-text";
import type { MessageBody } from "@/server/audit/detail-schemas";
import { Size } from "./event-row";
import { HexDump } from "./hex-dump";

interface Props {
  id: string;
  /** Where the whole body is downloaded from; null where the reader may not take it away. */
  download: string | null;
  body: MessageBody;
  size: number;
  onFilter: (name: string | null, text: string) => void;
}

/** The payload for reading: a tree where it is JSON, else text, else bytes. */
export function PayloadView({ onFilter, ...of }: Props) {
  const t = useTranslations("json");
  const { body } = of;
  const index = useJsonIndex(
    body.format === "json" && body.withheld === null && !body.truncated ? body.text : null,
  );
  if (index === null) return <RawView {...of} />;
  return (
    <div className="flex h-full flex-col">
      <BodyFacts {...of} />
      <div className="min-h-0 flex-1">
        {index === undefined ? (
          <p role="status" className="px-4 py-3 text-sm text-muted">
            {t("reading")}
          </p>
        ) : (
          <JsonTree key={of.id} index={index} onFilter={onFilter} />
        )}
      </div>
    </div>
  );
}

/** Characters of a text that are drawn at once: a browser lays out more only with effort. */
const MAX_DRAWN = 200_000;

/** The payload as it came: text, or bytes where it is none. */
export function RawView(of: Omit<Props, "onFilter">) {
  const { body, size } = of;
  const t = useTranslations("detail");
  return (
    <div className="flex min-h-full flex-col">
      <BodyFacts {...of} raw />
      {!body.kept ? (
        <p className="px-4 py-6 text-sm text-muted">{t("notKept")}</p>
      ) : body.withheld ? (
        <WithheldBody reason={body.withheld} />
      ) : body.format === "empty" ? (
        <p className="px-4 py-6 text-sm text-muted">{t("emptyBody")}</p>
      ) : body.text === null ? (
        <HexDump base64={body.head} total={size} />
      ) : (
        <pre className="px-4 py-3 font-mono text-xs [overflow-wrap:anywhere] whitespace-pre-wrap">
          {makeVisible(body.text.slice(0, MAX_DRAWN))}
        </pre>
      )}
    </div>
  );
}

/** `raw`: the text itself is drawn, which ends earlier than a tree. */
function BodyFacts({ download, body, size, raw = false }: Omit<Props, "onFilter"> & { raw?: boolean }) {
  const t = useTranslations("detail");
  const masked = useTranslations("masked");
  return (
    <div className="flex shrink-0 flex-wrap items-center gap-x-3 gap-y-1 border-b border-line px-4 py-1.5 text-xs text-muted">
      <span>{t(`format.${body.format}`)}</span>
      <span className="tabular-nums">
        <Size bytes={size} />
      </span>
      {body.decoded.length > 0 && (
        <span>
          {t("decoded", { encodings: body.decoded.join(", ") })} <Size bytes={body.decodedSize} />
        </span>
      )}
      {body.problem && <span className="text-warn">{body.problem}</span>}
      {(body.truncated || (raw && (body.text?.length ?? 0) > MAX_DRAWN)) && (
        <span className="text-warn">{t("truncated")}</span>
      )}
      {body.masked > 0 && (
        <span className="flex items-center gap-1">
          <EyeOff aria-hidden className="size-3.5" />
          {masked("values", { count: body.masked })}
        </span>
      )}
      {body.kept && size > 0 && body.masked === 0 && !body.withheld && download !== null && (
        <a href={download} download className="ms-auto flex min-h-6 items-center gap-1 hover:text-ink">
          <Download aria-hidden className="size-3.5" />
          {t("download")}
        </a>
      )}
    </div>
  );
}
