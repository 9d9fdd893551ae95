import { fileURLToPath } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { FIGURES_CSS, TEXT_CSS, THEME_CSS } from 'trackscope/figures';
import { defineConfig, type Plugin } from 'vite';

/** Colours of both themes, type and figures, from where the report has them: one look for both. */
function reportCss(): Plugin {
  const name = 'virtual:report.css';
  return {
    name: 'report-css',
    resolveId: (id) => (id === name ? `\0${name}` : null),
    load: (id) => (id === `\0${name}` ? THEME_CSS + TEXT_CSS + FIGURES_CSS : null),
  };
}

/** Charts are drawn into the page's own document: the one that stands in for it in Node is left out. */
function ownDocument(): Plugin {
  return {
    name: 'own-document',
    enforce: 'pre',
    async resolveId(id, importer) {
      if (!id.endsWith('/chart-document.js') && id !== './chart-document.js') return null;
      const found = await this.resolve(id, importer ?? '', { skipSelf: true });
      return found ? found.id.replace('chart-document.js', 'chart-document.browser.js') : null;
    },
  };
}

/** One classic script: a page opened from a disk may not load modules. */
function classicScript(): Plugin {
  return {
    name: 'classic-script',
    transformIndexHtml: {
      order: 'post',
      handler: (html) =>
        html
          .replace(/\s*<script type="module"[^>]*><\/script>/, '')
          .replace('</head>', '  <script defer src="./app.js"></script>\n  </head>')
          .replace(/ crossorigin/g, ''),
    },
  };
}

export default defineConfig({
  base: './',
  plugins: [reportCss(), ownDocument(), svelte(), classicScript()],
  build: {
    outDir: fileURLToPath(new URL('../trackscope/app', import.meta.url)),
    emptyOutDir: true,
    target: ['chrome107', 'firefox113', 'safari16.4'],
    modulePreload: false,
    cssCodeSplit: false,
    chunkSizeWarningLimit: 2000,
    rolldownOptions: {
      // A classic script has none; what asks for it (Vite's loader of parts) has nothing to load here.
      transform: { define: { 'import.meta': '{}' } },
      output: {
        format: 'iife',
        entryFileNames: 'app.js',
        assetFileNames: 'app[extname]',
      },
    },
  },
});
