import { TopologyTableSkeleton } from "@/components/topology/topology-table";
import { Skeleton } from "@/components/ui/skeleton";

/** While the broker is being asked. */
export default function Loading() {
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <div className="flex gap-2 border-b border-line bg-surface px-4 py-2.5">
        <Skeleton className="h-8 w-64" />
        <Skeleton className="h-8 w-36" />
      </div>
      <TopologyTableSkeleton />
    </div>
  );
}
