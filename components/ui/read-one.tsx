import { SearchX } from "lucide-react";
import type { ReactNode } from "react";
import { CardSkeleton } from "@/components/event/card";
import { Button } from "./button";
import { LinkButton } from "./link-button";
import { Notice } from "./notice";

interface Read<Data> {
  data: Data | undefined;
  isError: boolean;
  error: { message: string; data?: { code?: string } | null | undefined } | null;
  refetch: () => unknown;
}

/** A page of one thing: itself once it was read, else that it is being read, is not there, or cannot be read. */
export function ReadOne<Data>({
  query,
  words,
  back,
  children,
}: {
  query: Read<Data>;
  words: Record<"notFound" | "notFoundHint" | "failed" | "retry" | "back", string>;
  /** Where the others are. */
  back: string;
  children: (data: Data) => ReactNode;
}) {
  const { data, isError, error, refetch } = query;
  if (data !== undefined) return children(data);
  if (!isError) return <CardSkeleton lines={8} />;
  const gone = error?.data?.code === "NOT_FOUND";
  return (
    <Notice
      icon={SearchX}
      role="alert"
      title={gone ? words.notFound : words.failed}
      actions={
        <>
          {!gone && <Button onClick={() => refetch()}>{words.retry}</Button>}
          <LinkButton href={back}>{words.back}</LinkButton>
        </>
      }
    >
      {gone ? words.notFoundHint : error?.message}
    </Notice>
  );
}
