import { ListSkeleton } from "../_components/list-skeleton";

/** While the first causes are being looked for. */
export default function Loading() {
  return <ListSkeleton />;
}
