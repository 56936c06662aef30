/** How a graph is looked at before anybody moved it. Pure. */

export interface Point {
  x: number;
  y: number;
}

/** Smaller than this nobody reads it; larger than that it looks lost. */
export const READABLE = 0.88;
/** All of it at once is worth a zoom a little smaller. */
const STILL_READABLE = 0.78;
const LARGEST = 1.1;

export interface Size {
  width: number;
  height: number;
}

/** The zoom at which all of it is in sight. */
export const zoomToFit = (graph: Size, view: Size): number =>
  Math.min(LARGEST, view.width / Math.max(1, graph.width), view.height / Math.max(1, graph.height));

/** Whether all of it can be read at once. */
export const fitsReadably = (graph: Size, view: Size): boolean => zoomToFit(graph, view) >= STILL_READABLE;

/**
 * How a graph is looked at first: all of it, where its names can be read then; else where it begins, at a zoom at which they
 * can. `focus`: the middle of what must be in sight.
 */
export function firstView(layout: Size, view: Size, focus: Point): Point & { zoom: number } {
  const fit = zoomToFit(layout, view);
  const zoom = fit >= STILL_READABLE ? fit : READABLE;
  return {
    x: begin(layout.width * zoom, view.width, focus.x * zoom),
    y: top(layout, view, focus, zoom),
    zoom,
  };
}

const top = (layout: Size, view: Size, focus: Point, zoom: number) =>
  layout.height * zoom <= view.height
    ? Math.min(48, (view.height - layout.height * zoom) / 2)
    : begin(layout.height * zoom, view.height, focus.y * zoom);

/** In the middle, where there is room; else as far moved as `focus` needs to be in the middle. */
function begin(length: number, room: number, focus: number): number {
  if (length <= room) return (room - length) / 2;
  return Math.min(0, Math.max(room - length, room / 2 - focus));
}
