import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import type { SearchParams } from "nuqs/server";
import { closedPage } from "../../_access/page-door";
import { ListedSagas } from "../_components/listed-sagas";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("sagas"))("place.sagas") };
}

/** Every saga that was seen. The first rows are in the page that the server sends. */
export default async function SagasPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  return (await closedPage("/sagas")) ?? <ListedSagas kind="sagas" searchParams={searchParams} />;
}
