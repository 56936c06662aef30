"use client";

import {
  createContext,
  type ReactNode,
  useContext,
  useEffect,
  useRef,
  useState,
  useSyncExternalStore,
} from "react";
import type { LiveState } from "@/components/frame/live-switch";

/** What the page in sight tells the top bar. */
export interface PageReport {
  /** How its live rows are doing; null while it has none. */
  live: LiveState | null;
  /** It is asking for data. */
  busy: boolean;
}

const SILENT: PageReport = { live: null, busy: false };

class PageReports {
  #report = SILENT;
  readonly #listeners = new Set<() => void>();
  /** Asks the page for the newest data: a preset range ends now again. */
  refresh: (() => void) | null = null;

  readonly read = () => this.#report;
  readonly subscribe = (listener: () => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };
  tell(report: PageReport): void {
    this.#report = report;
    for (const listener of this.#listeners) listener();
  }
}

const Context = createContext<PageReports | null>(null);

/** Stands around frame and page, so that they can speak without drawing each other anew. */
export function PageReportProvider({ children }: { children: ReactNode }) {
  const [reports] = useState(() => new PageReports());
  return <Context value={reports}>{children}</Context>;
}

function useReports(): PageReports {
  const reports = useContext(Context);
  if (!reports) throw new Error("There is no PageReportProvider around this component.");
  return reports;
}

/**
 * A page calls this to show its live state and its work in the top bar, and to be asked for newer data.
 * @param refresh called when the reader asks for the newest data: the refresh button, or the same preset once more
 */
export function useReportPage({
  live = null,
  busy = false,
  refresh,
}: {
  live?: LiveState | null;
  busy?: boolean;
  refresh?: () => void;
}): void {
  const reports = useReports();
  const latest = useRef(refresh);
  useEffect(() => {
    latest.current = refresh;
  });
  const canRefresh = refresh !== undefined;
  useEffect(() => {
    reports.refresh = canRefresh ? () => latest.current?.() : null;
    reports.tell({ live, busy });
  }, [reports, canRefresh, live, busy]);
  useEffect(
    () => () => {
      reports.refresh = null;
      reports.tell(SILENT);
    },
    [reports],
  );
}

/** What the page said last, and how to ask it for newer data. */
export function usePageReport(): PageReport & { refresh: () => void } {
  const reports = useReports();
  const report = useSyncExternalStore(reports.subscribe, reports.read, () => SILENT);
  return { ...report, refresh: () => reports.refresh?.() };
}
