"use client";

import clsx from "clsx";
import { ChevronDown, ChevronRight, ListFilter, Route } from "lucide-react";
import { useTranslations } from "next-intl";
import { holdsMask, isMasked, MaskedMark, MaskedValue } from "@/components/masking/masked-value";
import { CopyButton } from "@/components/ui/copy-button";
import { VisibleText } from "@/components/ui/visible-text";
import type { JsonIndex } from "./index-json";
import { type JsonKind, keyOf, kindOf, pathOf, textOf } from "./json-values";

const COLOURS: Record<JsonKind, string> = {
  text: "text-code-text",
  number: "text-code-number",
  boolean: "text-code-number",
  null: "text-muted",
  object: "text-muted",
  array: "text-muted",
};
const GUIDES = Array.from({ length: 40 }, (_, depth) => depth);
/** Longer texts are cut in the tree; the raw view has them whole, and so has what is copied. */
const MAX_TEXT = 500;
const SMALL = "min-h-6 min-w-6 px-0 [&_svg]:size-3.5";

interface Props {
  index: JsonIndex;
  value: number;
  depth: number;
  open: boolean;
  id: string;
  /** The line that the keys act on. */
  active: boolean;
  /** The search stands here. */
  found: boolean;
  onToggle: (value: number) => void;
  onActive: (value: number) => void;
  onFilter: (name: string | null, text: string) => void;
}

/** One value of a JSON tree, with what can be done with it. */
export function JsonLine(props: Props) {
  const { index, value, depth, open, id, active, found, onToggle, onActive } = props;
  const t = useTranslations("json");
  const key = keyOf(index, value);
  const above = index.parent[value]!;
  const foldable = index.members[value]! > 0;
  const Chevron = open ? ChevronDown : ChevronRight;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the tree's, which has the focus
    <div
      id={id}
      data-row
      role="treeitem"
      tabIndex={-1}
      aria-level={depth + 1}
      aria-posinset={index.place[value]! + 1}
      aria-setsize={above < 0 ? 1 : index.members[above]!}
      aria-expanded={foldable ? open : undefined}
      aria-selected={active}
      onClick={() => onActive(value)}
      className={clsx(
        "group/line flex h-6 w-max min-w-full items-center pe-2 hover:bg-raised",
        active && "bg-raised shadow-[inset_2px_0_0_var(--color-accent)]",
        found && "bg-accent-soft",
      )}
    >
      {GUIDES.slice(0, depth).map((guide) => (
        <span key={guide} aria-hidden className="ms-3 h-6 w-2 shrink-0 border-s border-line" />
      ))}
      {foldable ? (
        <button
          type="button"
          tabIndex={-1}
          onClick={() => onToggle(value)}
          aria-label={t(open ? "close" : "open")}
          className="flex size-6 shrink-0 items-center justify-center text-muted hover:text-ink"
        >
          <Chevron aria-hidden className="size-3.5" />
        </button>
      ) : (
        <span aria-hidden className="w-6 shrink-0" />
      )}
      {above >= 0 && (
        <span className={clsx("pe-2 whitespace-pre", key === null ? "text-muted" : "text-code-key")}>
          <VisibleText value={key ?? String(index.place[value])} title={false} />:
        </span>
      )}
      <Value {...props} name={key} />
      <span className="invisible ms-auto flex items-center ps-3 group-hover/line:visible">
        <CopyButton
          text={() => textOf(index, value)}
          label={t("copyValue")}
          className={SMALL}
          tabIndex={-1}
        />
        <CopyButton
          text={() => pathOf(index, value)}
          label={t("copyPath")}
          icon={Route}
          className={SMALL}
          tabIndex={-1}
        />
      </span>
    </div>
  );
}

function Value({ index, value, open, name, onToggle, onFilter }: Props & { name: string | null }) {
  const t = useTranslations("json");
  const kind = kindOf(index, value);
  if (kind === "object" || kind === "array") {
    const [start, end] = kind === "object" ? ["{", "}"] : ["[", "]"];
    const members = index.members[value]!;
    if (open || members === 0)
      return <span className="text-muted">{members === 0 ? start + end : start}</span>;
    return (
      <button
        type="button"
        tabIndex={-1}
        onClick={() => onToggle(value)}
        className="whitespace-nowrap text-muted hover:text-ink"
      >
        {start} {t("members", { count: members })} {end}
      </button>
    );
  }
  const text = textOf(index, value);
  if (kind === "text" && isMasked(text)) {
    const [, masked] = text.split(" ");
    return <MaskedValue kind={masked && t(`kind.${masked as "number"}`)} />;
  }
  const shown = text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}…` : text;
  return (
    <button
      type="button"
      tabIndex={-1}
      disabled={kind === "null" || text === ""}
      onClick={() => onFilter(name, text)}
      title={t("filter")}
      className={clsx(
        "group flex items-center gap-1.5 text-start whitespace-pre enabled:hover:underline",
        COLOURS[kind],
      )}
    >
      <VisibleText value={kind === "text" ? `"${shown}"` : shown} title={false} />
      {holdsMask(text) && <MaskedMark />}
      <ListFilter aria-hidden className="invisible size-3 text-muted group-enabled:group-hover:visible" />
    </button>
  );
}
