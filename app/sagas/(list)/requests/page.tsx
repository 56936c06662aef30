import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import type { SearchParams } from "nuqs/server";
import { closedPage } from "../../../_access/page-door";
import { ListedSagas } from "../../_components/listed-sagas";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("sagas"))("place.requests") };
}

/** Requests with their replies, those without one first. */
export default async function RequestsPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  return (await closedPage("/sagas/requests")) ?? <ListedSagas kind="requests" searchParams={searchParams} />;
}
