"use client";

import { createContext, type ReactNode, useContext, useEffect, useState, useSyncExternalStore } from "react";
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
  /** The moment (ISO 8601) that the page's preset range ends at. */
  anchor: string | null = null;

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

/** A page calls this to show its live state and its work in the top bar. */
export function useReportPage({ live = null, busy = false }: Partial<PageReport>): void {
  const reports = useReports();
  useEffect(() => reports.tell({ live, busy }), [reports, live, busy]);
  useEffect(() => () => reports.tell(SILENT), [reports]);
}

/** Tells the top bar where the page's preset range ends, and how to move that to now. `useAnchor` does it. */
export function useReportAnchor(anchor: string, refresh: () => void): void {
  const reports = useReports();
  useEffect(() => {
    reports.anchor = anchor;
    reports.refresh = refresh;
    return () => {
      reports.anchor = null;
      reports.refresh = null;
    };
  }, [reports, anchor, refresh]);
}

/** What the page said last, how to ask it for newer data, and where its preset range ends. */
export function usePageReport(): PageReport & { refresh: () => void; anchor: () => string } {
  const reports = useReports();
  const report = useSyncExternalStore(reports.subscribe, reports.read, () => SILENT);
  return {
    ...report,
    refresh: () => reports.refresh?.(),
    anchor: () => reports.anchor ?? new Date().toISOString(),
  };
}
