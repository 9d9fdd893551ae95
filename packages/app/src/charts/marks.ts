/** A mark on a map, in pixels. */
export interface Mark {
  readonly name: string;
  readonly x: number;
  readonly y: number;
  readonly r: number;
}

/** A name beside its mark: to the right of it, or to the left. */
export interface Label {
  readonly name: string;
  readonly x: number;
  readonly y: number;
  readonly anchor: 'start' | 'end';
}

interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

const meets = (a: Box, b: Box): boolean =>
  a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

/**
 * Names for as many marks as have room: taken in the order given, each to the right or else to the left of its mark,
 * where it covers neither another name nor another mark. The first `always` get theirs in any case.
 */
export function placeLabels(
  marks: readonly Mark[],
  frame: { readonly width: number; readonly height: number },
  widthOf: (name: string) => number,
  options: { readonly always?: number; readonly size?: number } = {},
): readonly Label[] {
  const { always = 0, size = 12 } = options;
  const taken: Box[] = [];
  const labels: Label[] = [];
  const dots = marks.map((m) => ({
    left: m.x - m.r,
    right: m.x + m.r,
    top: m.y - m.r,
    bottom: m.y + m.r,
  }));
  for (const [i, mark] of marks.entries()) {
    const width = widthOf(mark.name);
    const sides = (['start', 'end'] as const).map((anchor) => {
      const x = anchor === 'start' ? mark.x + mark.r + 4 : mark.x - mark.r - 4;
      const left = anchor === 'start' ? x : x - width;
      const box = { left, right: left + width, top: mark.y - size * 0.6, bottom: mark.y + size * 0.6 };
      const inside = left >= 0 && box.right <= frame.width && box.top >= 0 && box.bottom <= frame.height;
      const clear = !taken.some((t) => meets(t, box)) && !dots.some((d, k) => k !== i && meets(d, box));
      return { anchor, x, box, inside, free: inside && clear };
    });
    const side =
      sides.find((s) => s.free) ?? (i < always ? (sides.find((s) => s.inside) ?? sides[0]) : undefined);
    if (!side) continue;
    taken.push(side.box);
    labels.push({ name: mark.name, x: side.x, y: mark.y, anchor: side.anchor });
  }
  return labels;
}

const DIRECTIONS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/**
 * The mark that an arrow key leads to: near, and more in the direction of the key than beside it. Null where there is
 * none, and for other keys.
 */
export function markTowards(marks: readonly Mark[], from: Mark, key: string): Mark | null {
  const direction = DIRECTIONS[key];
  if (!direction) return null;
  let best: Mark | null = null;
  let least = Number.POSITIVE_INFINITY;
  for (const mark of marks) {
    const [dx, dy] = [mark.x - from.x, mark.y - from.y];
    const along = dx * direction[0] + dy * direction[1];
    const beside = Math.abs(dx * direction[1]) + Math.abs(dy * direction[0]);
    if (along <= 0 || beside > along) continue;
    const cost = along + 2 * beside;
    if (cost < least) [best, least] = [mark, cost];
  }
  return best;
}
