/** Browsers lay out no element taller than some ten million pixels. */
export const TALLEST = 8_000_000;

/** A long list of rows of one height, in a window that shows a few of them. */
export interface RowWindow {
  readonly total: number;
  readonly rowHeight: number;
  /** Height of the window, in pixels. */
  readonly height: number;
}

/** Height of the whole list in pixels; lists beyond {@link TALLEST} are scrolled through faster than they are drawn. */
export function listHeight({ total, rowHeight }: RowWindow): number {
  return Math.min(total * rowHeight, TALLEST);
}

/** The rows in sight, from the first to before the last, and where the first stands in the list, in pixels. */
export function rowsInSight(
  list: RowWindow,
  scrolled: number,
  spare = 6,
): { first: number; last: number; top: number } {
  const { total, rowHeight, height } = list;
  const shown = Math.ceil(height / rowHeight) + 1;
  const at = firstRow(list, scrolled);
  const first = Math.max(0, Math.floor(at) - spare);
  const last = Math.min(total, Math.floor(at) + shown + spare);
  return { first, last, top: scrolled - (at - first) * rowHeight };
}

/** The row at the top of the window, with its hidden part as a fraction. */
export function firstRow(list: RowWindow, scrolled: number): number {
  const { total, rowHeight, height } = list;
  const most = Math.max(0, listHeight(list) - height);
  if (most === 0) return 0;
  const at = Math.min(Math.max(0, scrolled), most);
  return total * rowHeight <= TALLEST ? at / rowHeight : (at / most) * (total - height / rowHeight);
}

/** How far to scroll so that a row is at the top. */
export function scrollTo(list: RowWindow, row: number): number {
  const { total, rowHeight, height } = list;
  const most = Math.max(0, listHeight(list) - height);
  const at =
    total * rowHeight <= TALLEST ? row * rowHeight : (row / Math.max(1, total - height / rowHeight)) * most;
  return Math.min(Math.max(0, at), most);
}

/** How far to scroll so that a row can be seen; null where it is in sight already. */
export function scrollIntoSight(list: RowWindow, scrolled: number, row: number): number | null {
  const at = firstRow(list, scrolled);
  const shown = Math.floor(list.height / list.rowHeight);
  if (row < at) return scrollTo(list, row);
  if (row + 1 > at + shown) return scrollTo(list, row + 1 - shown);
  return null;
}
