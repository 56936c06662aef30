"use client";

import { useTranslations } from "next-intl";
import { type KeyboardEvent, useId, useMemo, useRef, useState } from "react";
import { copyText } from "@/components/ui/copy-text";
import { VirtualRows, type VirtualRowsHandle } from "@/components/ui/virtual-rows";
import type { JsonIndex } from "./index-json";
import { JsonLine } from "./json-line";
import { JsonTools } from "./json-tools";
import { keyOf, kindOf, pathOf, textOf } from "./json-values";
import { searchJson } from "./search-json";
import { moveOf } from "./tree-keys";
import { isOpen, lineOf, revealed, turn, USUAL_FOLDING, visibleLines } from "./tree-lines";

interface Props {
  index: JsonIndex;
  /** `name`: the key of the value; null in an array. */
  onFilter: (name: string | null, text: string) => void;
}

/**
 * A JSON text as a tree. Only the lines in sight are drawn, however many there are. Arrows move, fold and unfold, Enter
 * turns over or filters by a value, `*` opens everything, c copies the value and p the way to it.
 */
export function JsonTree({ index, onFilter }: Props) {
  const t = useTranslations("json");
  const id = useId();
  const tree = useRef<VirtualRowsHandle>(null);
  const [folding, setFolding] = useState(USUAL_FOLDING);
  const [active, setActive] = useState(0);
  const [wanted, setWanted] = useState("");
  const [hit, setHit] = useState(0);
  const [said, setSaid] = useState("");
  const lines = useMemo(() => visibleLines(index, folding), [index, folding]);
  const hits = useMemo(() => searchJson(index, wanted), [index, wanted]);

  const go = (line: number) => {
    const value = lines.values[Math.max(0, Math.min(lines.count - 1, line))];
    if (value === undefined) return;
    setActive(value);
    tree.current?.reveal(lineOf(lines, value));
  };
  const goTo = (value: number) => {
    const next = revealed(index, folding, value);
    setFolding(next);
    setActive(value);
    const line = lineOf(visibleLines(index, next), value);
    // Once the lines that this opens are there.
    requestAnimationFrame(() => tree.current?.reveal(line));
  };
  const search = (text: string) => {
    setWanted(text);
    setHit(0);
    const first = searchJson(index, text)[0];
    if (first !== undefined) goTo(first);
  };
  const stepHit = (step: number) => {
    if (hits.length === 0) return;
    const next = (hit + step + hits.length) % hits.length;
    setHit(next);
    goTo(hits[next]!);
  };
  const toggle = (value: number) => setFolding((known) => turn(known, value));
  const copy = async (text: string) => setSaid(t((await copyText(text)) ? "copied" : "notCopied"));
  const fold = (base: "all" | "none") => {
    setFolding({ base, turned: new Set() });
    if (base === "none") setActive(0);
  };

  // A value inside something that was folded: the keys act on what folded it.
  let shown = active;
  while (lineOf(lines, shown) < 0) shown = index.parent[shown] ?? 0;
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const move = moveOf(event.key, { index, lines, folding, value: shown });
    if (move === null) return;
    event.preventDefault();
    if ("to" in move) go(move.to);
    else if ("turn" in move) toggle(move.turn);
    else if (move.act === "openAll") fold("all");
    else if (move.act === "copyPath") copy(pathOf(index, shown));
    else if (move.act === "copyValue") copy(textOf(index, shown));
    else if (kindOf(index, shown) !== "null") onFilter(keyOf(index, shown), textOf(index, shown));
  };

  return (
    <div className="flex h-full flex-col">
      <JsonTools
        hits={wanted === "" ? null : hits.length}
        hit={hit}
        onSearch={search}
        onStep={stepHit}
        onFold={fold}
      />
      <VirtualRows
        handle={tree}
        count={lines.count}
        rowHeight={24}
        role="tree"
        tabIndex={0}
        aria-label={t("label")}
        aria-activedescendant={`${id}-${shown}`}
        aria-keyshortcuts="c p *"
        onKeyDown={onKeyDown}
        // What is only for screen readers is placed absolutely: it must scroll with the lines, not widen the page.
        className="relative min-h-0 flex-1 overflow-auto py-1 font-mono text-xs -outline-offset-2"
        row={(at) => {
          const value = lines.values[at]!;
          const depth = lines.depths[at]!;
          return (
            <JsonLine
              key={value}
              index={index}
              value={value}
              depth={depth}
              open={isOpen(index, value, depth, folding)}
              id={`${id}-${value}`}
              active={value === shown}
              found={wanted !== "" && hits[hit] === value}
              onToggle={toggle}
              onActive={setActive}
              onFilter={onFilter}
            />
          );
        }}
      />
      <p role="status" className="sr-only">
        {said}
      </p>
    </div>
  );
}
