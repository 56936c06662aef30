"use client";

import {
  createContext,
  type ReactNode,
  useCallback,
  useContext,
  useEffect,
  useMemo,
  useRef,
  useState,
  useSyncExternalStore,
} from "react";
import { COOKIES } from "../_i18n/locales";
import { setCookie } from "./set-cookie";
import { typedShortcut } from "./typed-shortcut";

/** A key, or two one after the other (`g e`), and what it does. */
export interface Shortcut {
  keys: string;
  /** What it does, for the list of shortcuts. */
  label: string;
  group: "go" | "page" | "frame";
}

interface Entry extends Shortcut {
  run: () => void;
}

class Registry {
  #entries: readonly Entry[] = [];
  readonly #listeners = new Set<() => void>();

  readonly read = () => this.#entries;
  readonly subscribe = (listener: () => void) => {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  };
  add(entry: Entry): () => void {
    this.#set([...this.#entries, entry]);
    return () => this.#set(this.#entries.filter((it) => it !== entry));
  }
  #set(entries: readonly Entry[]): void {
    this.#entries = entries;
    for (const listener of this.#listeners) listener();
  }
}

const Context = createContext<{ registry: Registry; on: boolean; setOn: (on: boolean) => void } | null>(null);

/** Listens for the keys of all shortcuts. `on`: whether single keys do anything (a person can turn them off). */
export function ShortcutProvider({ on: initial, children }: { on: boolean; children: ReactNode }) {
  const [registry] = useState(() => new Registry());
  const [on, setState] = useState(initial);
  const setOn = useCallback((next: boolean) => {
    setState(next);
    setCookie(COOKIES.keys, next ? "on" : "off");
    // For keys that are no shortcuts of ours: those of lists.
    document.documentElement.dataset.keys = next ? "on" : "off";
  }, []);
  const pending = useRef<{ key: string; at: number } | null>(null);
  useEffect(() => {
    // Which keys do something now: a page that is sent whole hears its own only once its script is there.
    const tell = () => {
      const keys = on ? registry.read().map((entry) => entry.keys) : [];
      document.documentElement.dataset.shortcuts = JSON.stringify(keys);
    };
    tell();
    return registry.subscribe(tell);
  }, [on, registry]);
  useEffect(() => {
    if (!on) return;
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing)
        return;
      if (isElsewhere(event.target as Element)) return;
      const keys = registry.read().map((entry) => entry.keys);
      const { match, waiting } = typedShortcut(keys, event.key, pending.current, event.timeStamp);
      pending.current = waiting;
      // The newest wins: a page's own before the frame's.
      const entry = match === null ? undefined : registry.read().findLast((it) => it.keys === match);
      if (!entry && !waiting) return;
      event.preventDefault();
      entry?.run();
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [on, registry]);
  const value = useMemo(() => ({ registry, on, setOn }), [registry, on, setOn]);
  return <Context value={value}>{children}</Context>;
}

/** Keys belong to whoever is typed into, and to an open window or menu. */
function isElsewhere(target: Element): boolean {
  return (
    target.closest(
      "input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable=true], [role=dialog], [role=alertdialog], [role=menu]",
    ) !== null
  );
}

function useShortcuts() {
  const shortcuts = useContext(Context);
  if (!shortcuts) throw new Error("There is no ShortcutProvider around this component.");
  return shortcuts;
}

/** Gives a key its work while the component is there. `run: null`: not now. */
export function useShortcut({ keys, label, group }: Shortcut, run: (() => void) | null): void {
  const { registry } = useShortcuts();
  const latest = useRef(run);
  useEffect(() => {
    latest.current = run;
  });
  const able = run !== null;
  useEffect(
    () => (able ? registry.add({ keys, label, group, run: () => latest.current?.() }) : undefined),
    [registry, keys, label, group, able],
  );
}

/** All shortcuts of the moment, and the switch that turns single keys off. */
export function useShortcutList(): { list: readonly Shortcut[]; on: boolean; setOn: (on: boolean) => void } {
  const { registry, on, setOn } = useShortcuts();
  const list = useSyncExternalStore(registry.subscribe, registry.read, registry.read);
  return { list, on, setOn };
}
