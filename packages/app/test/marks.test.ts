import { describe, expect, it } from 'vitest';
import { type Mark, markTowards, placeLabels } from '../src/charts/marks.js';

const mark = (name: string, x: number, y: number): Mark => ({ name, x, y, r: 5 });
const frame = { width: 200, height: 100 };
const wide = () => 40;

describe('placeLabels', () => {
  it('puts a name to the right, or to the left where the frame ends', () => {
    expect(placeLabels([mark('a', 20, 50), mark('b', 190, 20)], frame, wide)).toEqual([
      { name: 'a', x: 29, y: 50, anchor: 'start' },
      { name: 'b', x: 181, y: 20, anchor: 'end' },
    ]);
  });

  it('covers neither a mark nor a name that came before', () => {
    // To the right of a stands b, so its name goes left; c has b on its left and the edge on its right.
    const marks = [mark('a', 90, 50), mark('b', 110, 50), mark('c', 180, 50)];
    expect(placeLabels(marks, frame, wide).map((l) => `${l.name} ${l.anchor}`)).toEqual(['a end', 'b start']);
  });

  it('leaves a name out rather than cover another, unless it is asked for', () => {
    const marks = [mark('a', 60, 50), mark('b', 75, 50), mark('c', 45, 50)];
    expect(placeLabels(marks, frame, wide).map((l) => l.name)).toEqual(['b']);
    expect(placeLabels(marks, frame, wide, { always: 1 }).map((l) => l.name)).toEqual(['a']);
  });
});

describe('markTowards', () => {
  const here = mark('here', 50, 50);
  const marks = [
    here,
    mark('right', 80, 55),
    mark('far right', 120, 50),
    mark('up', 50, 10),
    mark('corner', 75, 90),
  ];

  it('goes to what is near and in that direction', () => {
    expect(markTowards(marks, here, 'ArrowRight')?.name).toBe('right');
    expect(markTowards(marks, here, 'ArrowUp')?.name).toBe('up');
    expect(markTowards(marks, here, 'ArrowDown')?.name).toBe('corner');
  });

  it('goes nowhere where there is nothing, or by another key', () => {
    expect(markTowards(marks, here, 'ArrowLeft')).toBeNull();
    expect(markTowards(marks, here, 'x')).toBeNull();
  });
});
