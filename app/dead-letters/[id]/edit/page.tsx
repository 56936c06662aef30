import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { closedPage } from "../../../_access/page-door";
import { EditDeadLetter } from "./_components/edit-dead-letter";

interface Params {
  params: Promise<{ id: string }>;
}

export async function generateMetadata({ params }: Params): Promise<Metadata> {
  const { id } = await params;
  return { title: (await getTranslations("deadLetterEdit"))("title", { id: decodeURIComponent(id) }) };
}

/** Edits what is sent of a dead letter. */
export default async function EditDeadLetterPage({ params }: Params) {
  const closed = await closedPage("/dead-letters/{id}/edit");
  if (closed) return closed;
  const { id } = await params;
  return <EditDeadLetter id={decodeURIComponent(id)} />;
}
