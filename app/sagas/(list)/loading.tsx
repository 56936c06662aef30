import { SagaListSkeleton } from "@/components/sagas/list/saga-list";

/** While the first sagas are being looked for. */
export default function Loading() {
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <div className="flex flex-col gap-3 border-b border-line bg-surface px-4 py-2.5">
        <div className="skeleton h-6 w-40" />
        <div className="skeleton h-8" />
      </div>
      <div className="skeleton mx-4 my-2 h-24 shrink-0" />
      <div className="min-h-0 flex-1">
        <SagaListSkeleton kind="sagas" columns={null} />
      </div>
    </div>
  );
}
