"use client";

import clsx from "clsx";
import { ChevronDown, ChevronRight, ListFilter } from "lucide-react";
import { useTranslations } from "next-intl";
import { useMemo, useState } from "react";
import { VirtualRows } from "@/components/ui/virtual-rows";
import { VisibleText } from "@/components/ui/visible-text";
import { flatten, type TreeLine } from "./flatten";

const COLOURS: Record<TreeLine["kind"], string> = {
  text: "text-code-text",
  number: "text-code-number",
  boolean: "text-code-number",
  null: "text-muted",
  object: "text-muted",
  array: "text-muted",
};
const GUIDES = Array.from({ length: 40 }, (_, depth) => depth);
/** Longer texts are cut in the tree; the raw view has them whole. */
const MAX_TEXT = 500;

/** A JSON value that can be folded. Only the lines in sight are drawn, however large it is. A click on a value filters by it. */
export function JsonTree({
  value,
  onFilter,
}: {
  value: unknown;
  onFilter: (name: string | null, text: string) => void;
}) {
  const t = useTranslations("json");
  const [toggled, setToggled] = useState<ReadonlySet<string>>(new Set());
  const lines = useMemo(() => flatten(value, toggled), [value, toggled]);
  const toggle = (path: string) =>
    setToggled((known) => {
      const next = new Set(known);
      if (!next.delete(path)) next.add(path);
      return next;
    });

  return (
    <VirtualRows
      count={lines.length}
      rowHeight={24}
      role="tree"
      aria-label={t("label")}
      className="h-full overflow-auto py-2 font-mono text-xs"
      row={(index) => {
        const line = lines[index]!;
        return <Line key={line.path} line={line} onToggle={toggle} onFilter={onFilter} />;
      }}
    />
  );
}

function Line({
  line,
  onToggle,
  onFilter,
}: {
  line: TreeLine;
  onToggle: (path: string) => void;
  onFilter: (name: string | null, text: string) => void;
}) {
  const t = useTranslations("json");
  const foldable = line.members > 0;
  const Chevron = line.open ? ChevronDown : ChevronRight;
  return (
    <div
      data-row
      role="treeitem"
      tabIndex={-1}
      aria-level={line.depth + 1}
      aria-expanded={foldable ? line.open : undefined}
      className="flex h-6 w-max min-w-full items-center pe-4 hover:bg-raised"
    >
      {GUIDES.slice(0, line.depth).map((depth) => (
        <span key={depth} aria-hidden className="ms-3 h-6 w-2 shrink-0 border-s border-line" />
      ))}
      {foldable ? (
        <button
          type="button"
          onClick={() => onToggle(line.path)}
          aria-label={t(line.open ? "close" : "open")}
          className="flex size-6 shrink-0 items-center justify-center text-muted hover:text-ink"
        >
          <Chevron aria-hidden className="size-3.5" />
        </button>
      ) : (
        <span aria-hidden className="w-6 shrink-0" />
      )}
      {line.name !== null && (
        <span className={clsx("pe-2 whitespace-pre", line.indexed ? "text-muted" : "text-code-key")}>
          <VisibleText value={line.name} title={false} />:
        </span>
      )}
      <Value line={line} onToggle={onToggle} onFilter={onFilter} />
    </div>
  );
}

function Value({ line, onToggle, onFilter }: Parameters<typeof Line>[0]) {
  const t = useTranslations("json");
  if (line.kind === "object" || line.kind === "array") {
    const [start, end] = line.kind === "object" ? ["{", "}"] : ["[", "]"];
    if (line.open || line.members === 0)
      return <span className="text-muted">{line.members === 0 ? start + end : start}</span>;
    return (
      <button
        type="button"
        onClick={() => onToggle(line.path)}
        className="whitespace-nowrap text-muted hover:text-ink"
      >
        {start} {t("members", { count: line.members })} {end}
      </button>
    );
  }
  const shown = line.text.length > MAX_TEXT ? `${line.text.slice(0, MAX_TEXT)}…` : line.text;
  return (
    <button
      type="button"
      disabled={line.kind === "null" || line.text === ""}
      onClick={() => onFilter(line.indexed ? null : line.name, line.text)}
      title={t("filter")}
      className={clsx(
        "group flex items-center gap-1.5 text-start whitespace-pre enabled:hover:underline",
        COLOURS[line.kind],
      )}
    >
      <VisibleText value={line.kind === "text" ? `"${shown}"` : shown} title={false} />
      <ListFilter aria-hidden className="invisible size-3 text-muted group-enabled:group-hover:visible" />
    </button>
  );
}
