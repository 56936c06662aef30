"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useMemo, useState } from "react";
import { useTRPC } from "@/app/_trpc/react";
import { type HeaderRow, operationsOf, problemOf, rowsOf } from "@/components/dead-letters/edit/header-rows";
import { HeaderTable } from "@/components/dead-letters/edit/header-table";
import { editedAs, isJson } from "@/components/dead-letters/edit/json-layout";
import { OriginalDiff } from "@/components/dead-letters/edit/original-diff";
import { ProblemList, useProblemText } from "@/components/dead-letters/edit/problem-list";
import { SaveBar } from "@/components/dead-letters/edit/save-bar";
import TextEditor from "@/components/dead-letters/edit/text-editor";
import { Field } from "@/components/ui/field";
import { Tabs } from "@/components/ui/tabs";
import { useToast } from "@/components/ui/toast";
import type { Editable } from "@/server/dead-letters/edit-schemas";
import type { ShapeProblem } from "@/server/dead-letters/event-shape";
import { type AskedEdit, useEditPreview } from "./use-edit-preview";

type Part = "body" | "headers" | "diff";
const NO_PROBLEMS: readonly ShapeProblem[] = [];

/** Edits body, headers and routing key of a dead letter, says what is changed and what speaks against it, and saves a version. */
export default function DeadLetterEditor({ letter, onAgain }: { letter: Editable; onAgain: () => void }) {
  const t = useTranslations("deadLetterEdit");
  const trpc = useTRPC();
  const router = useRouter();
  const queries = useQueryClient();
  const say = useToast();
  const sayProblem = useProblemText();
  const { id, version, content, original } = letter;
  const edited = useMemo(() => editedAs(content.text ?? ""), [content.text]);
  const asJson = useMemo(
    () => isJson(original.text ?? "") || isJson(content.text ?? ""),
    [original, content],
  );
  const [part, setPart] = useState<Part>(content.text === null ? "headers" : "body");
  const [text, setText] = useState(edited.text);
  const [rows, setRows] = useState<readonly HeaderRow[]>(() => rowsOf(content.headers, letter.reserved));
  const [routingKey, setRoutingKey] = useState(content.routingKey);
  const [chosen, setChosen] = useState<ShapeProblem | null>(null);

  const body = edited.back(text);
  const headers = operationsOf(rows);
  const wrong = rows.some((row) => problemOf(row, rows) !== null);
  const asked: AskedEdit = {
    id,
    version,
    ...(content.text !== null && body !== content.text ? { body } : {}),
    ...(headers.length > 0 ? { headers } : {}),
    ...(routingKey !== content.routingKey ? { routingKey } : {}),
  };
  const changed = Object.keys(asked).length > 2;
  // Unchanged, too: what speaks against the message as it is, is why it is here.
  const { preview, last, error } = useEditPreview(wrong ? null : asked);
  const problems = last?.problems ?? NO_PROBLEMS;

  const save = useMutation(
    trpc.deadLetters.edit.mutationOptions({
      onSuccess: ({ version: saved, redriveId }) => {
        // What is shown next reads it anew; this page must not: what a redrive has cannot be edited.
        void queries.invalidateQueries({ ...trpc.deadLetters.pathFilter(), refetchType: "none" });
        say(t(redriveId ? "savedAndRedriven" : "saved", { version: saved }));
        router.push(redriveId ? `/dead-letters/redrives/${redriveId}` : `/dead-letters/${id}`);
      },
    }),
  );

  return (
    <div className="grid min-w-0 gap-4 lg:grid-cols-[minmax(0,1fr)_20rem]">
      <Tabs<Part>
        label={t("tabs")}
        value={part}
        onChange={setPart}
        tabs={[
          { id: "body", label: t("body"), disabled: content.text === null },
          { id: "headers", label: t("headers"), count: rows.length },
          { id: "diff", label: t("diff") },
        ]}
        className="min-w-0 rounded-lg border border-line bg-surface"
      >
        {part === "body" && (
          <div className="flex h-[60dvh] min-h-64 flex-col">
            {edited.text !== content.text && <p className="px-3 py-1.5 text-xs text-muted">{t("laidOut")}</p>}
            <TextEditor
              label={t("bodyEditor")}
              initial={text}
              onChange={setText}
              asJson={asJson}
              problems={problems}
              say={sayProblem}
              chosen={chosen}
            />
          </div>
        )}
        {part === "headers" && (
          <div className="flex flex-col gap-4 p-3">
            {letter.headersReadable ? (
              <HeaderTable rows={rows} onChange={setRows} />
            ) : (
              <p className="text-sm">{t("headersUnreadable")}</p>
            )}
            <Field
              label={t("routingKey")}
              hint={t("routingKeyHint")}
              value={routingKey}
              maxLength={255}
              spellCheck={false}
              autoComplete="off"
              onChange={(event) => setRoutingKey(event.target.value)}
            />
          </div>
        )}
        {part === "diff" && (
          <OriginalDiff original={original} body={body} rows={rows} routingKey={routingKey} />
        )}
      </Tabs>
      <div className="flex min-w-0 flex-col gap-4">
        <section aria-labelledby="check" className="rounded-lg border border-line bg-surface p-3">
          <h2 id="check" className="mb-2 text-sm font-semibold">
            {t("check")}
          </h2>
          <div aria-live="polite">
            {error ? (
              <p className="text-sm text-bad">{t("checkFailed", { error })}</p>
            ) : last ? (
              <ProblemList
                problems={problems}
                shape={last.shape}
                onChoose={(problem) => {
                  setPart("body");
                  setChosen({ ...problem });
                }}
              />
            ) : (
              <p className="text-sm text-muted">{t("checking")}</p>
            )}
            {last?.eventIdChanged && <p className="mt-2 text-sm text-warn">{t("eventIdChanged")}</p>}
          </div>
        </section>
        <SaveBar
          next={version + 1}
          changed={changed}
          preview={changed ? preview : null}
          textRefusal={letter.textRefusal}
          onSave={(redrive, reason) =>
            save.mutateAsync({
              ...asked,
              accept: (preview?.problems.length ?? 0) > 0,
              ...(reason === undefined ? {} : { reason }),
              ...(redrive ? { redrive: {} } : {}),
            })
          }
          onAgain={onAgain}
        />
      </div>
    </div>
  );
}
