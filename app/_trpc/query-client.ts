import { defaultShouldDehydrateQuery, MutationCache, QueryCache, QueryClient } from "@tanstack/react-query";
import { leaveWhenSignedOut } from "../_access/leave";

/** Makes the query client: one a request on the server, one a tab in the browser. */
export function makeQueryClient(): QueryClient {
  const client: QueryClient = new QueryClient({
    queryCache: new QueryCache({ onError: leaveWhenSignedOut }),
    mutationCache: new MutationCache({
      onError: leaveWhenSignedOut,
      // Whatever was done or tried is in the record now, and stands on the thing that it was done to.
      onSettled: () => void client.invalidateQueries({ queryKey: [["actions"]] }),
    }),
    defaultOptions: {
      queries: {
        // What the server has just rendered is not asked for again at once.
        staleTime: 30_000,
        refetchOnWindowFocus: false,
        // A bad input stays bad; an outage is worth two more tries.
        retry: (failures, error) => failures < 2 && !isClientError(error),
      },
      dehydrate: { shouldDehydrateQuery: defaultShouldDehydrateQuery },
    },
  });
  return client;
}

function isClientError(error: unknown): boolean {
  const status = (error as { data?: { httpStatus?: number } }).data?.httpStatus;
  return status !== undefined && status < 500;
}
