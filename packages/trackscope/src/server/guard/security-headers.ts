import { createHash } from 'node:crypto';

/**
 * The app's policy: its own script and style, its own data, nothing from elsewhere. WebAssembly may be compiled,
 * workers and pictures may be made from memory. The figures' markup holds style attributes (bar lengths), which run
 * nothing.
 */
export const APP_POLICY = policy({
  'script-src': "'self' 'wasm-unsafe-eval'",
  'style-src': "'self'",
  'style-src-attr': "'unsafe-inline'",
  'img-src': "'self' data: blob:",
  'connect-src': "'self'",
  'font-src': "'self'",
  'worker-src': "'self' blob:",
});

/** For what is no page: nothing may be loaded in its name. */
export const DATA_POLICY = policy({});

/** On every answer. */
export const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'X-Frame-Options': 'DENY',
  'Permissions-Policy': 'camera=(), microphone=(), geolocation=(), browsing-topics=()',
};

/** The policy of a page that carries its own style and script: these very ones, by their hashes, and nothing else. */
export function selfContainedPolicy(html: string): string {
  const styles = hashesOf(html, 'style');
  const scripts = hashesOf(html, 'script');
  return policy({
    ...(styles ? { 'style-src': styles } : {}),
    'style-src-attr': "'unsafe-inline'",
    ...(scripts ? { 'script-src': scripts } : {}),
    'img-src': 'data:',
  });
}

function policy(more: Readonly<Record<string, string>>): string {
  return Object.entries({
    'default-src': "'none'",
    ...more,
    'base-uri': "'none'",
    'form-action': "'none'",
    'frame-ancestors': "'none'",
  })
    .map(([name, value]) => `${name} ${value}`)
    .join('; ');
}

function hashesOf(html: string, element: 'style' | 'script'): string {
  const blocks = html.matchAll(new RegExp(`<${element}>([\\s\\S]*?)</${element}>`, 'g'));
  return [...blocks]
    .map((match) => `'sha256-${createHash('sha256').update(match[1]!).digest('base64')}'`)
    .join(' ');
}
