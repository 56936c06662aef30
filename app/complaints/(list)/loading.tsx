import { ComplaintListSkeleton } from "@/components/complaints/complaint-list";

/** While the first complaints are being looked for. */
export default function Loading() {
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <div className="flex gap-2 border-b border-line bg-surface px-4 py-2.5">
        <div className="skeleton h-8 flex-1" />
        <div className="skeleton h-8 w-24" />
      </div>
      <div className="min-h-0 flex-1">
        <ComplaintListSkeleton columns={null} />
      </div>
    </div>
  );
}
