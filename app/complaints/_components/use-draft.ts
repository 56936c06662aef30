"use client";

import { useCallback, useEffect } from "react";
import type { FieldValues, UseFormReturn } from "react-hook-form";

/**
 * Keeps what is typed into a form over a reload, in this tab alone: it may be about a customer, and others may use the
 * same browser.
 * @returns forgets it
 */
export function useDraft<Values extends FieldValues>(
  name: string,
  form: Pick<UseFormReturn<Values>, "reset" | "subscribe" | "getValues">,
): () => void {
  const key = `sillage.draft.${name}`;
  const { reset, subscribe, getValues } = form;
  useEffect(() => {
    const draft = read(key);
    // Once it is there: the server does not know it.
    if (draft) reset({ ...getValues(), ...draft }, { keepDefaultValues: true });
    return subscribe({ formState: { values: true }, callback: ({ values }) => write(key, values) });
  }, [key, reset, subscribe, getValues]);
  return useCallback(() => write(key, null), [key]);
}

function read(key: string): object | null {
  try {
    const draft: unknown = JSON.parse(sessionStorage.getItem(key) ?? "null");
    return typeof draft === "object" ? draft : null;
  } catch {
    return null;
  }
}

function write(key: string, values: object | null): void {
  try {
    if (values === null) sessionStorage.removeItem(key);
    else sessionStorage.setItem(key, JSON.stringify(values));
  } catch {
    // Full or forbidden: what is typed holds as long as the page.
  }
}
