"use client";

import type { ComponentProps } from "react";
import { LetterColumnMenu } from "@/components/dead-letters/letter-column-menu";
import { BulkBar } from "./bulk-bar";

/** What stands over the list beside its filters: acting on many, and choosing columns. Loaded after the rows. */
export default function ListTools({
  columns,
  ...bar
}: ComponentProps<typeof BulkBar> & { columns: ComponentProps<typeof LetterColumnMenu> }) {
  return (
    <>
      <BulkBar {...bar} />
      <LetterColumnMenu {...columns} />
    </>
  );
}
