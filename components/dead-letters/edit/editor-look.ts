import { HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import { EditorState, type Extension } from "@codemirror/state";
import { EditorView, highlightSpecialChars, lineNumbers } from "@codemirror/view";
import { tags } from "@lezer/highlight";

/** The colours of the page, which follow its theme by themselves. */
const look = EditorView.theme({
  "&": {
    backgroundColor: "var(--color-surface)",
    color: "var(--color-ink)",
    fontSize: "var(--text-xs)",
    height: "100%",
  },
  "&.cm-focused": { outline: "2px solid var(--color-accent)", outlineOffset: "-2px" },
  ".cm-scroller": { fontFamily: "var(--font-mono)", lineHeight: "1.6", overflow: "auto" },
  ".cm-content": { caretColor: "var(--color-ink)", padding: "8px 0" },
  ".cm-cursor": { borderLeftColor: "var(--color-ink)" },
  ".cm-gutters": {
    backgroundColor: "var(--color-ground)",
    borderRight: "1px solid var(--color-line)",
    color: "var(--color-muted)",
  },
  ".cm-activeLineGutter, .cm-activeLine": { backgroundColor: "transparent" },
  "&.cm-focused .cm-selectionBackground, .cm-selectionBackground, .cm-content ::selection": {
    backgroundColor: "var(--color-accent-soft)",
  },
  "&.cm-focused .cm-matchingBracket": { backgroundColor: "var(--color-accent-soft)", outline: "none" },
  ".cm-panels": { backgroundColor: "var(--color-raised)", color: "var(--color-ink)" },
  ".cm-textfield": {
    backgroundColor: "var(--color-surface)",
    border: "1px solid var(--color-line-strong)",
    color: "var(--color-ink)",
  },
  ".cm-button": {
    backgroundColor: "var(--color-surface)",
    backgroundImage: "none",
    border: "1px solid var(--color-line-strong)",
    color: "var(--color-ink)",
  },
  ".cm-tooltip": {
    backgroundColor: "var(--color-surface)",
    border: "1px solid var(--color-line-strong)",
    color: "var(--color-ink)",
  },
  ".cm-specialChar": { color: "var(--color-bad)" },
  ".cm-changedText, .cm-deletedChunk .cm-deletedText": { background: "none", textDecoration: "none" },
  ".cm-changedLine, &.cm-merge-b .cm-changedLine": { backgroundColor: "var(--color-accent-soft)" },
  ".cm-deletedChunk": { backgroundColor: "var(--color-bad-soft)" },
  ".cm-changedText": { fontWeight: "600" },
  ".cm-deletedChunk .cm-deletedText": { textDecoration: "line-through" },
  ".cm-collapsedLines": { background: "var(--color-raised)", color: "var(--color-muted)" },
});

const colours = HighlightStyle.define([
  { tag: tags.propertyName, color: "var(--color-code-key)" },
  { tag: tags.string, color: "var(--color-code-text)" },
  { tag: [tags.number, tags.bool, tags.null], color: "var(--color-code-number)" },
]);

/**
 * What every editor of ours has: our look, line numbers, signs for what cannot be seen, and line ends as they are in the
 * text. Its style elements carry the nonce of the page: the policy lets no others be (docs/decisions/0018).
 */
export function basics(label: string): Extension {
  const nonce = document.querySelector<HTMLScriptElement>("script[nonce]")?.nonce;
  return [
    nonce ? EditorView.cspNonce.of(nonce) : [],
    look,
    syntaxHighlighting(colours),
    lineNumbers(),
    highlightSpecialChars(),
    EditorView.lineWrapping,
    EditorView.contentAttributes.of({ "aria-label": label }),
    // A carriage return is a character of the text: by default it would be taken for a line end, and be lost.
    EditorState.lineSeparator.of("\n"),
    EditorState.tabSize.of(2),
  ];
}
