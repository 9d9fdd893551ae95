/** Charts, tables and the frames around them. */
export const FIGURES_CSS = `
svg.plot{display:block;width:100%;height:auto;overflow:visible;fill:currentColor;font-family:system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,"Liberation Sans",sans-serif}
svg.plot text{white-space:pre}
.chart{container:chart/inline-size;max-width:900px}
.chart .narrow{max-width:480px}.chart .wide{display:none}
.chart.fixed{max-width:430px}
@container chart (min-width:700px){.chart .narrow{display:none}.chart .wide{display:block}}
.multiples{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,244px),1fr));gap:1.5rem 1.6rem}
.multiples.square{grid-template-columns:repeat(auto-fill,minmax(min(100%,252px),1fr))}
@container part (min-width:560px) and (max-width:1130px){.multiples.four{grid-template-columns:repeat(2,minmax(0,360px))}}
.multiples.long{grid-template-columns:repeat(auto-fill,minmax(min(100%,336px),1fr));gap:1.6rem 2rem;align-items:start}
.multiples.boxes{grid-template-columns:repeat(auto-fill,minmax(min(100%,326px),1fr))}
.multiples.lists{grid-template-columns:repeat(auto-fit,minmax(min(100%,330px),1fr));gap:1.6rem 2.4rem;align-items:start}
.cell{max-width:420px}
.cell h4{margin-bottom:.3rem}
.multiples.long>svg.plot{max-width:460px}
.scroll{overflow-x:auto;max-width:100%;scrollbar-width:thin;background:linear-gradient(90deg,var(--paper) 35%,transparent) left/36px 100% no-repeat local,linear-gradient(270deg,var(--paper) 35%,transparent) right/36px 100% no-repeat local,linear-gradient(90deg,var(--line),transparent) left/12px 100% no-repeat scroll,linear-gradient(270deg,var(--line),transparent) right/12px 100% no-repeat scroll}
.sideways .hint{display:none;margin:0 0 .3rem}
.sideways{container:side/inline-size}
@container side (max-width:719px){.sideways .hint{display:block}}
.ramp{display:inline-flex;vertical-align:-.1em;border:1px solid var(--line)}
.ramp i{width:13px;height:.8em}
.d1{background:var(--d1)}.d2{background:var(--d2)}.d3{background:var(--d3)}.d4{background:var(--d4)}.d5{background:var(--d5)}.d6{background:var(--d6)}.d7{background:var(--d7)}
td.d5,td.d6,td.d7{color:var(--on-strong)}
.behind{margin-top:.8rem;font-size:.875rem}
.behind summary,details.more summary{cursor:pointer;color:var(--main);width:max-content;max-width:100%}
.behind>.scroll{margin-top:.5rem;max-height:30rem;overflow:auto}
table.data{border-collapse:collapse;font-size:.875rem;line-height:1.35;font-variant-numeric:tabular-nums lining-nums}
table.small{font-size:.8125rem}
.data caption{text-align:left;font-weight:600;padding:0 0 .35rem}
.behind .data caption{font-weight:400;color:var(--muted)}
.data th,.data td{padding:.26rem .7rem .26rem 0;text-align:left;vertical-align:top;border-bottom:1px solid var(--line);font-weight:400}
.data thead th{font-weight:600;vertical-align:bottom;border-bottom:1.5px solid var(--ink)}
.data .num{text-align:right;white-space:nowrap}
.data thead .num{white-space:normal}
.data tbody th{min-width:8rem}
.data button{font:inherit;font-weight:600;color:inherit;background:none;border:0;padding:0;cursor:pointer;text-align:inherit}
.data button::after{content:" ↕";color:var(--muted);font-weight:400}
.data [aria-sort=ascending] button::after{content:" ↑";color:var(--accent)}
.data [aria-sort=descending] button::after{content:" ↓";color:var(--accent)}
table.heat{font-size:.8125rem;border-collapse:separate;border-spacing:0}
.heat tbody th{white-space:nowrap}
.heat td,.heat tbody th{padding:.16rem .55rem;border-bottom:1px solid var(--paper)}
.heat thead th{padding:.2rem .55rem;position:sticky;top:0;background:var(--paper);z-index:1}
.heat th:first-child{position:sticky;left:0;background:var(--paper);padding-left:0;z-index:1}
.heat thead th:first-child{z-index:2}
.figure .scroll:has(.heat){max-height:44rem;overflow:auto}
.leaders{width:100%}
.leaders tbody th{overflow-wrap:anywhere;min-width:7rem}
.bar{display:block;background:linear-gradient(var(--soft),var(--soft)) no-repeat left bottom/var(--w) 3px;padding-bottom:4px;min-width:8.5rem;white-space:nowrap}
.flow{list-style:none;margin:1rem 0;padding:0;display:grid;gap:.55rem;max-width:900px}
.flow li{display:grid;grid-template-columns:7.2rem minmax(0,1fr);column-gap:.9rem;align-items:center;font-size:.9375rem}
.flow .length{display:flex;align-items:center;gap:.6rem;min-width:0}
.flow .length i{flex:none;display:block;height:1.15rem;width:calc(var(--w)*.6);min-width:2px;background:var(--main)}
.flow .part .length i{background:var(--soft)}
.flow b{font-variant-numeric:tabular-nums}
.flow small{grid-column:2}
.issues{list-style:none;margin:.8rem 0 0;padding:0}
.issue{display:grid;gap:.15rem 1.2rem;padding:.7rem 0;border-top:1px solid var(--line);font-size:.9375rem}
.issue p{margin:0}
.issue .what>span{display:block}
@container part (min-width:760px){.issue{grid-template-columns:17rem minmax(0,1fr)}}
.pairs{display:grid;grid-template-columns:max-content minmax(0,1fr);gap:.2rem 1.2rem;font-size:.9375rem}
.pairs dt{color:var(--muted)}.pairs dd{margin:0}
.staff{margin:1.1rem 0 0;container:staff/inline-size}
.staff>div{display:none}
@container staff (min-width:1130px){.staff>div{display:block}}
.method{columns:2 320px;column-gap:2.4rem;font-size:.9375rem}
.method>div{break-inside:avoid;margin-bottom:.9rem}
.method p{margin:.2rem 0}
.all-findings{margin:.8rem 0 0;padding:0;list-style:none;counter-reset:none}
.all-findings>li{padding:.6rem 0;border-top:1px solid var(--line)}
.all-findings p{margin:.1rem 0}
.keys{display:block;margin-bottom:.3rem}
.key{white-space:nowrap;margin-right:.8em}
.key i{display:inline-block;width:.85em;height:.85em;margin-right:.35em;vertical-align:-.08em}
.k-sound{background:var(--n4)}.k-title{background:var(--n2)}.k-genre{background:var(--d2)}.k-context{background:var(--d7)}.k-artist{background:var(--d5)}.k-album{background:var(--d3)}.k-other{background:var(--line)}
.plain-list{margin:.5rem 0;padding-left:1.1rem;max-width:70ch}
.plain-list li{margin:.35rem 0}
details.more{margin-top:.9rem;font-size:.875rem}
details.more>.issues .issue{font-size:.875rem}
details.protocol{margin-top:1.4rem;border-top:1px solid var(--line);padding-top:.9rem}
details.protocol>summary{cursor:pointer;display:grid;grid-template-columns:1.1rem minmax(0,1fr);column-gap:.4rem;align-items:baseline;list-style:none}
details.protocol>summary::-webkit-details-marker{display:none}
details.protocol>summary::before{content:"▸";color:var(--main)}
details.protocol[open]>summary::before{content:"▾"}
details.protocol>summary>.note{grid-column:2;font-size:.875rem}
details.protocol>summary:hover h3{text-decoration:underline;text-decoration-thickness:1px}
@container part (min-width:1020px){.all-findings>li{display:grid;grid-template-columns:minmax(0,1fr) minmax(0,1fr);column-gap:2.4rem}}
`;
