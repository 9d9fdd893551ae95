import { createHash } from 'node:crypto';
import { type Fragment, html, trusted } from '../markup/html.js';
import { SCRIPT } from './script.js';
import { FIGURES_CSS } from './style/figures.js';
import { LAYOUT_CSS } from './style/layout.js';
import { PRINT_CSS } from './style/print.js';
import { TEXT_CSS } from './style/text.js';
import { THEME_CSS } from './style/theme.js';

const STYLE = [THEME_CSS, TEXT_CSS, LAYOUT_CSS, FIGURES_CSS, PRINT_CSS].join('').replace(/\n+/g, '\n');

/** Only our own script, by its hash; no request to anywhere. */
const POLICY = `default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-${createHash('sha256').update(SCRIPT).digest('base64')}'; base-uri 'none'; form-action 'none'`;

/** The whole file around the body. */
export function htmlDocument(title: string, description: string, body: Fragment): string {
  return `<!doctype html>\n${
    html`<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="referrer" content="no-referrer">
<meta name="description" content="${description}">
<meta name="generator" content="Trackscope">
<title>${title}</title>
<style>${trusted(STYLE)}</style>
</head>
<body>
${body}
<script>${trusted(SCRIPT)}</script>
</body>
</html>
`.markup
  }`;
}
