import { useTranslations } from "next-intl";
import type { Editable } from "@/server/dead-letters/edit-schemas";
import { ChangeList } from "./change-list";
import { headerChanges } from "./header-changes";
import type { HeaderRow } from "./header-rows";
import { compact, isJson, laidOut } from "./json-layout";
import TextDiff from "./text-diff";

/** What is edited beside what lay in the queue: the body as a text, headers and key one by one. */
export function OriginalDiff({
  original,
  body,
  rows,
  routingKey,
}: {
  original: Editable["original"];
  body: string;
  rows: readonly HeaderRow[];
  routingKey: string;
}) {
  const t = useTranslations("deadLetterEdit");
  const before = original.text ?? "";
  const json = isJson(before) && isJson(body);
  const layoutOnly = body !== before && json && compact(body) === compact(before);
  const bodyChanged = body !== before && !layoutOnly;
  const headers = headerChanges(original.headers, rows);
  const key = routingKey === original.routingKey ? null : { before: original.routingKey, after: routingKey };
  return (
    <div className="flex flex-col gap-3 p-3">
      <p className="text-xs text-muted">{t("sinceDeath")}</p>
      {(key || headers.length > 0 || !bodyChanged) && (
        <ChangeList changes={{ routingKey: key, headers, body: [], layoutOnly, more: false }} />
      )}
      {bodyChanged && (
        <TextDiff
          label={t("bodyDiff")}
          // Laid out alike, so that only values are marked.
          before={json ? laidOut(before) : before}
          after={json ? laidOut(body) : body}
          asJson={json}
        />
      )}
    </div>
  );
}
