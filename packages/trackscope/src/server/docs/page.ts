import { type Fragment, type Html, html, trusted } from '../../report/markup/html.js';
import { TEXT_CSS } from '../../report/page/style/text.js';
import { THEME_CSS } from '../../report/page/style/theme.js';
import { PROBLEMS } from '../problem.js';
import type { OpenApiDocument, Operation, Schema } from './document.js';
import { fieldsOf, nameOf, typeWords } from './schema-words.js';

const STYLE = `${THEME_CSS}${TEXT_CSS}
main{max-width:60rem;margin:0 auto;padding:1.6rem 16px 4rem}
section{margin-top:2.6rem;padding-top:1rem;border-top:1.5px solid var(--ink)}
article{margin-top:1.6rem;padding-top:1.2rem;border-top:1px solid var(--line)}
h3 code{font-size:1rem}
.method{display:inline-block;min-width:4.2em;font:600 .8125rem/1.5 ui-monospace,Menlo,Consolas,monospace;color:var(--accent)}
table{border-collapse:collapse;font-size:.875rem;line-height:1.4;margin:.6rem 0;width:100%}
.wide{overflow-x:auto}
th,td{padding:.3rem .9rem .3rem 0;text-align:left;vertical-align:top;border-bottom:1px solid var(--line);font-weight:400}
thead th{font-weight:600;border-bottom:1.5px solid var(--ink)}
tbody th code{overflow-wrap:normal}
nav ul{list-style:none;margin:.6rem 0;padding:0;columns:2 18rem;column-gap:2rem}
nav li{padding:.15rem 0;break-inside:avoid}
nav a{text-decoration:none}
nav a:hover{text-decoration:underline}
.muted{color:var(--muted)}
`.replace(/\n+/g, '\n');

/** The documentation of the API as a page of its own: no script, nothing loaded. */
export function documentationPage(document: OpenApiDocument): string {
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method: method.toUpperCase(), operation })),
  );
  const tags = [...new Set(operations.flatMap(({ operation }) => operation.tags))];
  const body = html`<main>
<h1>${document.info.title} API</h1>
<p>${document.info.description ?? ''}</p>
<p class="muted">Version ${document.info.version}. The same as a document for programs: <a href="/api/openapi.json">OpenAPI ${document.openapi}</a>. Back to <a href="/">the app</a>.</p>
<nav aria-label="Contents"><ul>${operations.map(
    ({ path, method }) =>
      html`<li><a href="#${anchor(method, path)}"><span class="method">${method}</span> <code>${path}</code></a></li>`,
  )}</ul></nav>
${tags.map(
  (tag) =>
    html`<section><h2>${tag}</h2>${operations
      .filter(({ operation }) => operation.tags.includes(tag))
      .map(({ path, method, operation }) => described(path, method, operation))}</section>\n`,
)}
<section><h2>Types</h2>${Object.entries(document.components.schemas).map(
    ([name, schema]) =>
      html`<article id="type-${name}"><h3>${name}</h3>${schema.description ? html`<p>${schema.description}</p>` : null}${fields(schema)}</article>\n`,
  )}</section>
<section><h2>Problems</h2>
<p>Every refusal is a document with <code>type</code>, <code>title</code>, <code>status</code>, <code>detail</code> and <code>code</code>; <code>errors</code> names the places in a body. With <code>Retry-After</code> it is worth trying again after so many seconds.</p>
<div class="wide"><table><thead><tr><th scope="col">Code</th><th scope="col">Status</th><th scope="col">Meaning</th></tr></thead><tbody>${Object.entries(
    PROBLEMS,
  ).map(
    ([code, [status, title]]) =>
      html`<tr id="problem-${code}"><th scope="row"><code>${code}</code></th><td>${status}</td><td>${title}</td></tr>`,
  )}</tbody></table></div></section>
</main>`;
  return `<!doctype html>\n${
    html`<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Trackscope API</title><style>${trusted(STYLE)}</style></head><body>${body}</body></html>`
      .markup
  }\n`;
}

function described(path: string, method: string, operation: Operation): Html {
  const bodies = Object.entries(operation.requestBody?.content ?? {});
  return html`<article id="${anchor(method, path)}"><h3><span class="method">${method}</span> <code>${path}</code></h3>
<p>${operation.summary}.</p>${operation.description ? html`<p>${operation.description}</p>` : null}
${
  operation.parameters?.length
    ? table(
        'Parameter',
        operation.parameters.map((p) => [p.name, p.required ? 'needed' : '', p.schema]),
      )
    : null
}
${bodies.map(([type, { schema }]) => html`<p>Body: <code>${type}</code> ${typed(schema)}</p>${schema.$ref ? null : fields(schema)}`)}
${Object.entries(operation.responses).map(
  ([status, { description, content }]) =>
    html`<p><strong>${status}</strong> ${description} ${Object.entries(content ?? {}).map(
      ([type, { schema }]) => html`<code>${type}</code> ${typed(schema)} `,
    )}</p>`,
)}</article>\n`;
}

function fields(schema: Schema): Fragment {
  const found = fieldsOf(schema);
  if (found.length === 0) return html`<p>${typeWords(schema)}</p>`;
  return table(
    'Field',
    found.map(({ name, schema: own, needed }) => [name, needed ? 'needed' : '', own]),
  );
}

function table(head: string, rows: readonly (readonly [string, string, Schema])[]): Html {
  return html`<div class="wide"><table><thead><tr><th scope="col">${head}</th><th scope="col">Type</th><th scope="col">Meaning</th></tr></thead><tbody>${rows.map(
    ([name, needed, schema]) =>
      html`<tr><th scope="row"><code>${name}</code></th><td>${typed(schema)}${needed ? html` <em>${needed}</em>` : null}</td><td>${schema.description ?? ''}</td></tr>`,
  )}</tbody></table></div>`;
}

function typed(schema: Schema): Html {
  const name = nameOf(schema);
  return name ? html`<a href="#type-${name}">${typeWords(schema)}</a>` : html`${typeWords(schema)}`;
}

function anchor(method: string, path: string): string {
  return `${method}${path}`.toLowerCase().replace(/[^a-z0-9]+/g, '-');
}
