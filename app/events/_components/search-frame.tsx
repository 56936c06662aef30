import type { ReactNode, RefObject } from "react";
import { useMedia } from "@/components/ui/use-media";
import { MessagePane } from "./message-pane";
import { SearchBar } from "./search-bar";
import { filtersOf, type SearchState } from "./search-state";

/** A page of messages: what is looked for above, the list as children, and the opened message beside it. */
export function SearchFrame({
  title,
  list,
  state,
  searchBox,
  onSearch,
  onClear,
  onOpened,
  children,
}: {
  title: string;
  /** Name of the list. */
  list: string;
  state: SearchState;
  searchBox: RefObject<HTMLInputElement | null>;
  /** Other filters or another text. */
  onSearch: (values: Partial<SearchState>) => void;
  onClear: () => void;
  /** Another message, or another tab of it. */
  onOpened: (values: Partial<Pick<SearchState, "selected" | "tab">>) => void;
  children: ReactNode;
}) {
  const narrow = useMedia("(width < 64rem)");
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <h1 className="sr-only">{title}</h1>
      <SearchBar
        filters={filtersOf(state)}
        text={state.q}
        searchBox={searchBox}
        onText={(q) => onSearch({ q })}
        onFilter={(field, value) => onSearch({ [field]: value })}
        onClear={onClear}
      />
      <div className="flex min-h-0 flex-1">
        <section
          aria-label={list}
          // Where the opened message lies over the list, the focus stays with the message.
          inert={narrow && state.selected !== null}
          className="relative flex min-w-0 flex-1 flex-col"
        >
          {children}
        </section>
        <MessagePane state={state} onState={onOpened} onFilter={onSearch} />
      </div>
    </div>
  );
}
