/** Type, rhythm and links. */
export const TEXT_CSS = `
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;text-size-adjust:100%;scroll-padding-top:1rem}
body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,"Noto Sans","Liberation Sans",sans-serif;font-variant-numeric:lining-nums;overflow-wrap:break-word}
h1,h2,h3,.finding,.headlines a,.standfirst{font-family:"Iowan Old Style","Palatino Linotype",Palatino,"URW Palladio L",P052,"Book Antiqua",Georgia,"Noto Serif","Liberation Serif",serif}
h1,h2,h3,h4{line-height:1.2;font-weight:600;margin:0;text-wrap:balance}
h1{font-size:clamp(1.9rem,1.2rem + 2.6vw,3.2rem);letter-spacing:-.01em;overflow-wrap:anywhere}
h2{font-size:clamp(1.45rem,1.2rem + .9vw,1.95rem)}
h3{font-size:1.15rem}
h4{font:600 .875rem/1.3 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif}
p{margin:.5rem 0;max-width:70ch}
a{color:var(--main);text-underline-offset:.15em;text-decoration-thickness:1px}
a:hover{text-decoration-thickness:2px}
:focus-visible{outline:3px solid var(--accent);outline-offset:2px;border-radius:2px}
code,.code{font:max(.84em,11px)/1.4 ui-monospace,SFMono-Regular,Menlo,Consolas,"Liberation Mono",monospace;overflow-wrap:anywhere}
small{font-size:.8125rem;color:var(--muted)}
.finding{font-size:1.0625rem;line-height:1.4;margin-top:.6rem}
.more,.legend,.note,.hint,.caution{font-size:.875rem;line-height:1.45}
.legend,.note,.hint{color:var(--muted)}
.note{margin:.15rem 0 0;font-size:.8125rem}
.absent{padding:.75rem 1rem;border-left:3px solid var(--line);color:var(--muted)}
.caution{border-left:3px solid var(--accent);padding:.1rem 0 .1rem .7rem}
.badge{display:inline-block;border:1px solid var(--accent);color:var(--accent);border-radius:3px;padding:0 .4em;font-size:.75rem;letter-spacing:.04em;text-transform:uppercase}
.severity{font-weight:600;white-space:nowrap}
.severity.error{color:var(--danger)}.severity.warning{color:var(--accent)}.severity.info{color:var(--main)}
.skip{position:absolute;left:-999rem;top:.5rem;background:var(--paper);padding:.5rem 1rem;z-index:2}
.skip:focus{left:.5rem}
.mark{display:inline-block;min-width:1.65em;text-align:center;border:1.5px solid currentColor;font:600 .76em/1.55 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;margin-right:.6em;vertical-align:.08em}
`;
