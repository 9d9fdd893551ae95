/** The page: one column on a phone; contents beside it, and words beside pictures, where there is room. */
export const LAYOUT_CSS = `
.page{max-width:1600px;margin:0 auto;padding:0 16px 4rem}
header.top{padding:1.6rem 0 .5rem}
.kicker{display:flex;justify-content:space-between;gap:1rem;align-items:baseline;margin:0 0 .6rem;font-size:.875rem;color:var(--muted);max-width:none}
.kicker b{color:var(--ink);letter-spacing:.02em}
.standfirst{font-size:1.1875rem;line-height:1.4;margin:.5rem 0 0}
.banner{border:2px solid var(--accent);color:var(--ink);padding:.6rem 1rem;margin:1rem 0 0;max-width:none;font-weight:600}
.strip{display:grid;grid-template-columns:repeat(auto-fit,minmax(128px,1fr));gap:.7rem 1.5rem;margin:1.2rem 0 .5rem;padding:.9rem 0;border-top:1.5px solid var(--ink);border-bottom:1px solid var(--line)}
.strip dt{font-size:.8125rem;color:var(--muted)}
.strip dd{margin:0;font-size:1.0625rem;font-weight:600;font-variant-numeric:tabular-nums;overflow-wrap:anywhere}
.strip dd.plain{font-size:.9375rem;font-weight:400}
.headlines{margin:1.4rem 0 .5rem}
.headlines ol{list-style:none;margin:.6rem 0 0;padding:0;display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,330px),1fr));gap:0 2.2rem}
.headlines li{padding:.65rem 0;border-top:1px solid var(--line)}
.headlines a{color:inherit;font-size:1.0625rem;line-height:1.38;text-decoration:none;display:block}
.headlines a:hover .say{text-decoration:underline;text-decoration-thickness:1px}
.headlines .go{display:block;font:.8125rem/1.5 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;color:var(--main)}
.contents{border-top:1px solid var(--line);padding:1rem 0 0;margin:1.2rem 0 0}
.contents h2{font-size:1rem}
.contents ol{list-style:none;margin:.5rem 0 0;padding:0;columns:2 150px;column-gap:1.5rem}
.contents li{break-inside:avoid}
.contents a{display:block;padding:.32rem 0;text-decoration:none;color:var(--ink);font-size:.9375rem;line-height:1.35}
.contents a:hover{text-decoration:underline}
.contents a[aria-current]{color:var(--main);font-weight:600}
section{margin-top:3.2rem;padding-top:1.1rem;border-top:1.5px solid var(--ink);scroll-margin-top:.5rem;container:part/inline-size}
.figure{margin:1.6rem 0 0;padding-top:1.2rem}
.figure+.figure,.block+.figure{border-top:1px solid var(--line)}
.figure figcaption{margin-bottom:.9rem}
.figure.full figcaption{columns:1}
.block{margin-top:1.4rem}
@container part (min-width:1020px){
.figure.beside{display:grid;grid-template-columns:minmax(250px,300px) minmax(0,1fr);column-gap:2.4rem;align-items:start}
.figure.full>figcaption{display:grid;grid-template-columns:minmax(250px,300px) minmax(0,1fr);column-gap:2.4rem}
.figure.full>figcaption>h3{grid-row:span 6}
.figure.full>figcaption>p:first-of-type{margin-top:0}
}
footer.end{margin-top:3.5rem;padding:1.2rem 0 0;border-top:1.5px solid var(--ink);box-shadow:0 -5px 0 -1px var(--paper),0 -9px 0 0 var(--ink);font-size:.875rem;color:var(--muted)}
.theme{display:none;font:inherit;color:var(--ink);background:none;border:1px solid var(--line);border-radius:3px;padding:.15rem .6rem;cursor:pointer}
.theme:hover{border-color:var(--ink)}
.js .theme{display:inline-block}
.js-only{display:none}.js .js-only{display:inline}
@media screen and (min-width:700px){.page{padding:0 32px 4rem}}
@media screen and (min-width:1280px){
main{display:grid;grid-template-columns:196px minmax(0,1fr);column-gap:48px}
main>*{grid-column:2;min-width:0}
.contents{grid-column:1;grid-row:1/span 40;position:sticky;top:0;align-self:start;max-height:100vh;overflow:auto;padding:3.4rem 0 1rem;margin:0;border:0}
.contents ol{columns:1}
}
`;
