"use client";

import { useVirtualizer } from "@tanstack/react-virtual";
import {
  type HTMLAttributes,
  type ReactNode,
  type Ref,
  type RefObject,
  useEffect,
  useImperativeHandle,
  useLayoutEffect,
  useRef,
  useState,
} from "react";

export interface VirtualRowsHandle {
  /** Brings a row into view, moving as little as possible. */
  reveal(index: number): void;
  toTop(): void;
  focus(): void;
}

interface Props extends Omit<HTMLAttributes<HTMLDivElement>, "children"> {
  count: number;
  /** Height of every row in pixels, until one has been measured. All rows are equally high, by their class. */
  rowHeight: number;
  row: (index: number) => ReactNode;
  /** Before the rows, moving with them: a sticky head. */
  head?: ReactNode;
  /** After the rows, moving with them. */
  foot?: ReactNode;
  /** Height of a sticky head, in pixels: a row that is brought into view does not end up below it. */
  headHeight?: number;
  /** Called while the end is near. */
  onNearEnd?: (() => void) | undefined;
  handle?: Ref<VirtualRowsHandle> | undefined;
  /** The element that scrolls. */
  element?: RefObject<HTMLDivElement | null>;
  /** Changes when rows become differently high. */
  rowKey?: string;
}

/** Rows before the end at which it is near: loading begins before anybody gets there. */
const NEAR_END = 80;

/**
 * A scrolled list that draws only the rows in sight. Rows stay in the flow between two spacers, whose height is set by
 * script: a style attribute in the server's HTML would not pass the content security policy.
 */
export function VirtualRows({
  count,
  rowHeight: expectedHeight,
  row,
  head,
  headHeight = 0,
  foot,
  onNearEnd,
  handle,
  element,
  rowKey = "",
  ...rest
}: Props) {
  const own = useRef<HTMLDivElement>(null);
  const scroller = element ?? own;
  const rowHeight = useRowHeight(scroller, expectedHeight, rowKey);
  const virtualizer = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 6,
    scrollMargin: headHeight,
    scrollPaddingStart: headHeight,
    // What the server draws, before anything can be measured.
    initialRect: { width: 1000, height: 900 },
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: the virtualizer does not see the change by itself
  useEffect(() => virtualizer.measure(), [rowHeight]);

  useImperativeHandle(handle, () => ({
    reveal: (index) => virtualizer.scrollToIndex(index, { align: "auto" }),
    // Asking the element where it stands would lay out the page at once: only when it was scrolled.
    toTop: () => {
      if (virtualizer.scrollOffset) scroller.current?.scrollTo({ top: 0 });
    },
    focus: () => scroller.current?.focus(),
  }));

  const items = virtualizer.getVirtualItems();
  const first = items[0]?.index ?? 0;
  const last = items.at(-1)?.index ?? -1;
  const nearEnd = count > 0 && last >= count - NEAR_END;
  useEffect(() => {
    if (nearEnd) onNearEnd?.();
  }, [nearEnd, onNearEnd]);

  return (
    <div ref={scroller} {...rest}>
      {head}
      <Spacer height={first * rowHeight} />
      {items.map((item) => row(item.index))}
      <Spacer height={(count - 1 - last) * rowHeight} />
      {foot}
    </div>
  );
}

/** Style sheets decide how high a row is, by the width of the list: so it is measured again when that changes. */
function useRowHeight(scroller: RefObject<HTMLDivElement | null>, expected: number, rowKey: string): number {
  const [height, setHeight] = useState(expected);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another key, other rows
  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const measure = () => {
      const measured = element.querySelector<HTMLElement>("[data-row]")?.offsetHeight;
      if (measured) setHeight(measured);
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [scroller, rowKey]);
  return height;
}

function Spacer({ height }: { height: number }) {
  const element = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    if (element.current) element.current.style.height = `${Math.max(0, height)}px`;
  }, [height]);
  return <div ref={element} aria-hidden role="presentation" />;
}
