"use client";

import { json } from "@codemirror/lang-json";
import { unifiedMergeView } from "@codemirror/merge";
import { EditorState } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { useEffect, useRef } from "react";
import { basics } from "./editor-look";

/** Two texts as one, with what is different marked; parts that are alike are folded. */
export default function TextDiff({
  label,
  before,
  after,
  asJson,
}: {
  label: string;
  before: string;
  after: string;
  asJson: boolean;
}) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const view = new EditorView({
      parent: place.current!,
      state: EditorState.create({
        doc: after,
        extensions: [
          basics(label),
          asJson ? json() : [],
          EditorState.readOnly.of(true),
          unifiedMergeView({
            original: before,
            mergeControls: false,
            collapseUnchanged: { margin: 3, minSize: 6 },
          }),
        ],
      }),
    });
    return () => view.destroy();
  }, [label, before, after, asJson]);
  return (
    <section
      ref={place}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
      tabIndex={0}
      aria-label={label}
      className="max-h-[60dvh] overflow-auto rounded-md border border-line -outline-offset-2"
    />
  );
}
