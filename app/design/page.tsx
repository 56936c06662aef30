import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { closedPage } from "../_access/page-door";
import { getQueryClient, trpc } from "../_trpc/server";
import { DesignRoom } from "./_components/design-room";

export const metadata: Metadata = { title: "Design" };

/** Every shared component in every state: for developers, and for the tests. Not there in production, unless asked for. */
export default async function DesignPage() {
  const closed = await closedPage("/design");
  if (closed) return closed;
  const { design } = await getQueryClient().fetchQuery(trpc.status.place.queryOptions());
  if (!design) notFound();
  return <DesignRoom />;
}
