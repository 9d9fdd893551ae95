/** Words that tell a kind of release, as patterns over lower-case text. */
export const RELEASE_WORDS: Readonly<Record<string, RegExp>> = {
  christmas: /\b(christmas|xmas|holiday|navidad|weihnacht|noël|natal)/,
  party: /\b(party|hits|summer|dance|club|fiesta|verano)/,
  best_of: /\b(best|greatest|collection|anthology|essential|ultimate)/,
  remix: /\b(remix|mix|edit|version|bootleg|rework)/,
  live: /\b(live|concert|unplugged|session|en vivo|ao vivo)/,
  remaster: /\b(remaster|deluxe|anniversary|expanded|edition)/,
  soundtrack: /\b(soundtrack|ost|score|theme|motion picture|original)/,
  mood: /\b(sleep|lounge|relax|chill|study|focus|sad|love|playlist)/,
  series: /\b(vol|volume|pt|part)\b/,
  decade: /\b(19|20)\d\d\b|\b\d0s\b/,
};

/** Whether each text has one of the {@link RELEASE_WORDS}: columns `<of>_says_<kind>`, 0 or 1. */
export function releaseWordFlags(of: string, texts: readonly string[]): Record<string, Float64Array> {
  const lower = texts.map((text) => text.toLowerCase());
  return Object.fromEntries(
    Object.entries(RELEASE_WORDS).map(([name, pattern]) => [
      `${of}_says_${name}`,
      Float64Array.from(lower, (text) => (pattern.test(text) ? 1 : 0)),
    ]),
  );
}
