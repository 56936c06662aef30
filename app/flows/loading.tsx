import { Skeleton } from "@/components/ui/skeleton";

/** While the flow map is being counted. */
export default function Loading() {
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <div className="flex gap-2 border-b border-line bg-surface px-4 py-2.5">
        <Skeleton className="h-8 w-40" />
        <Skeleton className="h-8 w-64" />
      </div>
      <div className="flex flex-col gap-2 p-4">
        {["w-2/3", "w-full", "w-11/12", "w-10/12"].map((width) => (
          <Skeleton key={width} className={`h-10 ${width}`} />
        ))}
      </div>
    </div>
  );
}
