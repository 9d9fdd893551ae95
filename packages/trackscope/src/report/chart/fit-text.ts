/** Rough width of text in a wide system sans-serif at a font size in pixels; wide scripts and emoji count double. */
export function textWidth(text: string, size: number): number {
  let ems = 0;
  for (const c of text) {
    const code = c.codePointAt(0)!;
    if (code >= 0x1100 && (code <= 0x11ff || code >= 0x2e80)) ems += 1.05;
    else if (/[ilj.,:;'|!()[\]{} tfrI·]/.test(c)) ems += 0.38;
    else if (/[mwMW@%—<>=+~#]/.test(c)) ems += 0.95;
    else if (/[A-ZÀ-Þ]/.test(c)) ems += 0.72;
    else ems += 0.62;
  }
  return ems * size;
}

/** The text on one line, cut with an ellipsis where it is wider than so many pixels. */
export function fitText(text: string, pixels: number, size = 12): string {
  const line = text.replace(/\s+/g, ' ').trim();
  if (textWidth(line, size) <= pixels) return line;
  const letters = [...line];
  while (letters.length > 1 && textWidth(`${letters.join('')}…`, size) > pixels) letters.pop();
  return `${letters.join('').trimEnd()}…`;
}
