import type { QueryClient } from "@tanstack/react-query";
import { trpc } from "./server";

/** Texts longer than this do not travel inside the page, where they would hold back everything else: the browser asks for them. */
const IN_PAGE = 1 << 18;

/** Has an opened message ready in the page that the server sends, unless its body is large. */
export async function prefetchMessage(queryClient: QueryClient, id: string): Promise<void> {
  const options = trpc.audit.message.queryOptions({ id }, { retry: false });
  await queryClient.prefetchQuery(options);
  const text = queryClient.getQueryData(options.queryKey)?.body.text;
  if (text && text.length > IN_PAGE) queryClient.removeQueries({ queryKey: options.queryKey, exact: true });
}
