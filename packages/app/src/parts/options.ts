/** What can be chosen. */
export interface Option {
  /** What stands in the address and is handed back. */
  readonly value: string;
  /** What a person reads. */
  readonly title: string;
  /** A few words beside it, e.g. `1,000 tracks`. */
  readonly note?: string;
}

/** Lower case and without accents, for finding: `Forró` is found by `forro`. */
export function plain(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
}

/**
 * The options whose title holds every word that was typed: those that begin with the text first, then those with a word
 * that does, then the rest; each in the order given.
 */
export function findOptions(options: readonly Option[], typed: string): readonly Option[] {
  const text = plain(typed).trim();
  if (text === '') return options;
  const words = text.split(/\s+/);
  const ranked: Option[][] = [[], [], []];
  for (const option of options) {
    const title = plain(option.title);
    if (!words.every((word) => title.includes(word))) continue;
    const rank = title.startsWith(text)
      ? 0
      : title.split(/[^\p{L}\p{N}]+/u).some((w) => w.startsWith(text))
        ? 1
        : 2;
    ranked[rank]!.push(option);
  }
  return ranked.flat();
}

/**
 * What is chosen once a value is picked: taken away when it was there; the oldest give way when there are more than
 * allowed.
 */
export function toggled(chosen: readonly string[], value: string, max: number): readonly string[] {
  if (chosen.includes(value)) return chosen.filter((other) => other !== value);
  return [...chosen, value].slice(-max);
}
