import { theme } from '../shell/theme.svelte.js';

/** Turns when the system changes between light and dark. */
class SystemTheme {
  turns = $state(0);
  constructor() {
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => {
      this.turns++;
    });
  }
}

let system: SystemTheme | undefined;

/**
 * Colours of the theme in force as red, green, blue, 0 to 255, for canvases. Read within an effect or a `$derived`, it
 * is read again when the theme changes.
 *
 * @param names custom properties without their dashes, as hexadecimal colours
 */
export function themeColours(names: readonly string[]): (readonly [number, number, number])[] {
  system ??= new SystemTheme();
  void system.turns;
  void theme.choice;
  const style = getComputedStyle(document.documentElement);
  return names.map((name) => rgbOf(style.getPropertyValue(`--${name}`).trim()));
}

function rgbOf(hex: string): readonly [number, number, number] {
  const digits = /^#([0-9a-f]{6})$/i.exec(hex)?.[1] ?? '808080';
  const at = (from: number) => Number.parseInt(digits.slice(from, from + 2), 16);
  return [at(0), at(2), at(4)];
}
