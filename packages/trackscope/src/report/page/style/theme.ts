import { DARK, LIGHT, type Theme } from '../../chart/palette.js';

function variables(theme: Theme): string {
  return Object.entries(theme)
    .map(([key, colour]) => `--${key}:${colour}`)
    .join(';');
}

/** Both themes: the system's choice, unless the reader made one; paper is always light. */
export const THEME_CSS = `
:root{color-scheme:light;${variables(LIGHT)}}
@media screen and (prefers-color-scheme:dark){:root:not([data-theme=light]){color-scheme:dark;${variables(DARK)}}}
@media screen{:root[data-theme=dark]{color-scheme:dark;${variables(DARK)}}}
`;
