import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { closedPage } from "../_access/page-door";
import { DiagramsExplorer } from "./_components/diagrams-explorer";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("diagrams"))("title") };
}

/** Diagrams of what is stored: sagas, flows, aggregate types, participants, topology. They are drawn in the browser alone. */
export default async function DiagramsPage() {
  const closed = await closedPage("/diagrams");
  if (closed) return closed;
  return <DiagramsExplorer anchor={new Date().toISOString()} />;
}
