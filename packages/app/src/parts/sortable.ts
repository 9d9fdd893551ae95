/** How a cell of a report's table sorts: by its number where it has one, else by its text. */
export function sortValue(sort: string | null, text: string, numeric: boolean): number | string {
  if (sort !== null && sort !== '' && !Number.isNaN(Number(sort))) return Number(sort);
  return numeric ? Number.NEGATIVE_INFINITY : text.trim().toLowerCase();
}

/** The order of rows by one value each; equal ones stay as they stand. */
export function sortOrder(values: readonly (number | string)[], ascending: boolean): readonly number[] {
  return values
    .map((value, index) => ({ value, index }))
    .sort((a, b) => {
      const by = a.value < b.value ? -1 : a.value > b.value ? 1 : 0;
      return (ascending ? by : -by) || a.index - b.index;
    })
    .map(({ index }) => index);
}

/** Gives the heads of every `table[data-sortable]` inside a button that sorts: a click or a key. */
export function makeSortable(root: ParentNode): void {
  for (const table of root.querySelectorAll<HTMLTableElement>('table[data-sortable]')) {
    const heads = [...table.querySelectorAll<HTMLTableCellElement>('thead th')];
    for (const [column, head] of heads.entries()) {
      if (head.querySelector('button')) continue;
      const button = document.createElement('button');
      button.type = 'button';
      button.append(...head.childNodes);
      head.append(button);
      button.addEventListener('click', () => sortBy(table, heads, head, column));
    }
  }
}

function sortBy(
  table: HTMLTableElement,
  heads: readonly HTMLTableCellElement[],
  head: HTMLTableCellElement,
  column: number,
): void {
  const numeric = head.classList.contains('num');
  const was = head.getAttribute('aria-sort');
  const ascending = was ? was === 'descending' : !numeric;
  for (const other of heads) other.removeAttribute('aria-sort');
  head.setAttribute('aria-sort', ascending ? 'ascending' : 'descending');
  const body = table.tBodies[0];
  if (!body) return;
  const rows = [...body.rows];
  const values = rows.map((row) => {
    const cell = row.cells[column];
    return sortValue(cell?.getAttribute('data-sort') ?? null, cell?.textContent ?? '', numeric);
  });
  body.append(...sortOrder(values, ascending).map((index) => rows[index]!));
}
