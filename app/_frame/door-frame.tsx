"use client";

import type { ReactNode } from "react";
import type { Preferences as Chosen } from "../_i18n/locales";
import { Preferences } from "./preferences";

/** Pages of people who are not signed in yet: nothing around them but the choices of language and theme. */
export const DOOR_PAGES: readonly string[] = ["/sign-in", "/welcome"];

export function DoorFrame({ preferences, children }: { preferences: Chosen; children: ReactNode }) {
  return (
    <div className="flex min-h-dvh flex-col">
      <main
        id="main"
        tabIndex={-1}
        className="flex flex-1 flex-col items-center px-4 pt-[12dvh] pb-8 outline-none"
      >
        {children}
      </main>
      <footer className="flex flex-wrap justify-center gap-1 border-t border-line bg-surface px-4 py-2">
        <Preferences chosen={preferences} shape="lists" />
      </footer>
    </div>
  );
}
