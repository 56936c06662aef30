import { QuarantineSkeleton } from "./_components/quarantine-skeleton";

/** While the first rows are being looked for. */
export default function Loading() {
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <div className="flex gap-4 border-b border-line bg-surface px-4 py-3">
        <div className="skeleton h-8 flex-1" />
        <div className="skeleton h-8 w-40" />
      </div>
      <QuarantineSkeleton />
    </div>
  );
}
