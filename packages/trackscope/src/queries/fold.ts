/** Letters that are their own in Unicode and are typed without their stroke or tied apart. */
const LETTERS: Readonly<Record<string, string>> = {
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  ı: 'i',
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ς: 'σ',
  '’': "'",
  '‘': "'",
};
const LETTER = /[øłđðıßæœς’‘]/g;
const BEYOND_ASCII = /[^\0-\x7f]/;

/** A text for searching: lower case, accents dropped, curly apostrophes straight. */
export function foldText(text: string): string {
  const lower = text.toLowerCase();
  if (!BEYOND_ASCII.test(lower)) return lower;
  return lower
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .replace(LETTER, (letter) => LETTERS[letter]!);
}

/** The words of a search, folded, each once. */
export function searchWords(search: string): string[] {
  return [
    ...new Set(
      foldText(search.replaceAll('\0', ' '))
        .split(/\s+/)
        .filter((word) => word !== ''),
    ),
  ];
}
