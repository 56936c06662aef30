"use client";

import { useMutation } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { useTRPC } from "@/app/_trpc/react";
import type { EditPreview } from "@/server/dead-letters/edit-schemas";
import type { HeaderOperation } from "@/server/dead-letters/patch-schemas";

/** What is changed of the version that counts; what is left out stays. */
export interface AskedEdit {
  id: string;
  version: number;
  body?: string;
  headers?: HeaderOperation[];
  routingKey?: string;
}

/** After the last key, in milliseconds. */
const PAUSE_MS = 500;

/**
 * What an edit would change and what speaks against it, asked anew when it is another one.
 * @param asked null: there is nothing to ask, or something is wrong that the form says itself
 */
export function useEditPreview(asked: AskedEdit | null): {
  /** Of exactly what is asked now; null until it is there. */
  preview: EditPreview | null;
  /** The last one, while the next is on its way. */
  last: EditPreview | null;
  error: string | null;
} {
  const trpc = useTRPC();
  const { mutate, data, error, variables } = useMutation(trpc.deadLetters.editPreview.mutationOptions());
  const text = asked === null ? null : JSON.stringify(asked);
  const latest = useRef(asked);
  useEffect(() => {
    latest.current = asked;
  });
  useEffect(() => {
    if (text === null) return;
    const timer = setTimeout(() => latest.current && mutate(latest.current), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text, mutate]);
  const current = text !== null && variables !== undefined && JSON.stringify(variables) === text;
  return {
    preview: current ? (data ?? null) : null,
    last: data ?? null,
    error: current && error ? error.message : null,
  };
}
