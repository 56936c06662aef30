"use client";

import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { json, jsonParseLinter } from "@codemirror/lang-json";
import { bracketMatching, indentOnInput, indentUnit } from "@codemirror/language";
import { type Diagnostic, linter, lintGutter, lintKeymap } from "@codemirror/lint";
import { highlightSelectionMatches, searchKeymap } from "@codemirror/search";
import { EditorState, StateEffect } from "@codemirror/state";
import { EditorView, keymap } from "@codemirror/view";
import { useEffect, useRef } from "react";
import type { ShapeProblem } from "@/server/dead-letters/event-shape";
import { basics } from "./editor-look";
import { placesOf } from "./problem-places";

export interface TextEditorProps {
  label: string;
  /** The text that it begins with. */
  initial: string;
  onChange: (text: string) => void;
  /** It is to be JSON: where it is not, that is marked. */
  asJson: boolean;
  problems: readonly ShapeProblem[];
  /** A problem in words. */
  say: (problem: ShapeProblem) => string;
  /** The problem that somebody chose: its place is shown. */
  chosen: ShapeProblem | null;
}

/** Edits a text by CodeMirror. The text is the editor's own from the beginning on; what makes it begin anew is another `key`. */
export default function TextEditor(props: TextEditorProps) {
  const place = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  const latest = useRef(props);
  const { problems, chosen } = props;
  useEffect(() => {
    latest.current = props;
  });
  useEffect(() => {
    const { label, initial, asJson } = latest.current;
    const editor = new EditorView({
      parent: place.current!,
      state: EditorState.create({
        doc: initial,
        extensions: [
          basics(label),
          history(),
          indentUnit.of("  "),
          bracketMatching(),
          indentOnInput(),
          highlightSelectionMatches(),
          asJson ? json() : [],
          lintGutter(),
          linter((current) => diagnosticsOf(current, latest.current), {
            delay: 300,
            needsRefresh: ({ transactions }) =>
              transactions.some(({ effects }) => effects.some((effect) => effect.is(otherProblems))),
          }),
          keymap.of([...searchKeymap, ...historyKeymap, ...lintKeymap, ...defaultKeymap]),
          EditorView.updateListener.of((update) => {
            if (update.docChanged) latest.current.onChange(textIn(update.state));
          }),
        ],
      }),
    });
    view.current = editor;
    return () => {
      view.current = null;
      editor.destroy();
    };
  }, []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: marks are drawn anew when there are others
  useEffect(() => {
    view.current?.dispatch({ effects: otherProblems.of(null) });
  }, [problems]);
  useEffect(() => {
    const editor = view.current;
    if (!editor || !chosen) return;
    const [found] = placesOf(textIn(editor.state), [chosen]);
    editor.dispatch({ selection: { anchor: found!.from, head: found!.to }, scrollIntoView: true });
    editor.focus();
  }, [chosen]);
  return <div ref={place} className="h-full min-h-0 overflow-hidden" />;
}

/** The problems are others now: the text did not change, so the marks would not either. */
const otherProblems = StateEffect.define<null>();

const textIn = (state: EditorState): string => state.sliceDoc();

const parseLinter = jsonParseLinter();

function diagnosticsOf(view: EditorView, { asJson, problems, say }: TextEditorProps): Diagnostic[] {
  const text = textIn(view.state);
  const broken = asJson && text !== "" ? parseLinter(view) : [];
  if (broken.length > 0) return broken;
  return placesOf(text, problems).map(({ from, to, problem }) => ({
    from,
    to,
    severity: "warning",
    message: say(problem),
  }));
}
