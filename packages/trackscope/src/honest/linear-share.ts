import { type Products, productsOf, type Table } from '@trackscope/learn';
import { type Fills, fillsOf, linearTable } from './linear-scale.js';

/** What a linear model is fitted on: the table as it reads it, and the products of its columns. */
export interface LinearInput {
  readonly table: Table;
  readonly fills: Fills;
  readonly products: Products;
}

/**
 * What linear models share on a table of numbers and on parts of its columns, made when it is first asked for.
 *
 * @returns gives the part of a table that has some of the columns, and the same rows. Throws RangeError for other columns
 */
export function shareLinear(whole: Table): (part: Table) => LinearInput {
  let made: LinearInput | undefined;
  return (part) => {
    made ??= linearInput(whole);
    return part === whole ? made : partOf(made, part);
  };
}

/** What a linear model is fitted on, made for one alone. */
export function linearInput(train: Table): LinearInput {
  const fills = fillsOf(train);
  const table = linearTable(train, fills);
  return { table, fills, products: productsOf(table) };
}

function partOf({ table, fills, products }: LinearInput, { rows, columns }: Table): LinearInput {
  const places = columns.map(({ name }) => {
    const place = products.design.names.indexOf(name);
    if (place < 0) throw new RangeError(`no linear model here has a column "${name}"`);
    return place;
  });
  const { design, matrix } = products;
  const width = places.length;
  const pick = (values: Float64Array) => Float64Array.from(places, (place) => values[place]!);
  const picked = new Float64Array(width * width);
  places.forEach((place, i) => {
    places.forEach((other, j) => {
      picked[i * width + j] = matrix[place * design.width + other]!;
    });
  });
  const kept = new Set(columns.map(({ name }) => name));
  const own = { rows, columns: places.map((place) => table.columns[place]!) };
  return {
    table: own,
    fills: Object.fromEntries(Object.entries(fills).filter(([name]) => kept.has(name))),
    products: {
      data: own,
      design: {
        ...design,
        width,
        numeric: places.map((place, at) => ({ ...design.numeric[place]!, at })),
        names: columns.map(({ name }) => name),
      },
      matrix: picked,
      means: pick(products.means),
      sizes: pick(products.sizes),
    },
  };
}
