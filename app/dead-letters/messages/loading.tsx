import { LetterListSkeleton } from "@/components/dead-letters/letter-list";

/** While the first rows are being looked for. */
export default function Loading() {
  return (
    <div className="min-h-0 flex-1">
      <LetterListSkeleton columns={null} />
    </div>
  );
}
