// The look of a statement: light or dark as the reader has it, narrow on a telephone, black on white on A4 (CSS Paged Media).
import { palette } from '../pages/palette.ts';

export const style = `
${palette}:root {
  --ground: light-dark(#ffffff, #14181f);
  --sunken: light-dark(#f3f4f7, #1c222b);
  --quiet: light-dark(#525d6e, #a3aebd);
  --line: light-dark(#cfd5de, #38414f);
  --mark: light-dark(#ffe08a, #5d4a08);
  font: 16px/1.5 system-ui, -apple-system, 'Segoe UI', 'Liberation Sans', sans-serif;
}
*, ::before, ::after { box-sizing: border-box; }
body { max-width: 60rem; margin: 0 auto; padding: 1.5rem 1rem 3rem; background: var(--ground); color: var(--text); overflow-wrap: anywhere; }
h1 { margin: 0 0 0.8rem; font-size: 1.6rem; line-height: 1.2; }
h2 { margin: 2.2rem 0 0.7rem; padding-bottom: 0.2rem; border-bottom: 2px solid var(--line); font-size: 1.2rem; }
h3 { margin: 1.2rem 0 0.4rem; font-size: 1.02rem; line-height: 1.35; }
h4 { margin: 0.8rem 0 0.2rem; font-size: 0.87rem; color: var(--quiet); }
p, ul, dl { margin: 0.5rem 0; }
ul { padding-left: 1.3rem; }
li { margin: 0.25rem 0; }
code, pre { font-family: var(--code); font-size: 0.84rem; unicode-bidi: isolate; }
pre { margin: 0; padding: 0.6rem 0.8rem; background: var(--sunken); border: 1px solid var(--line); border-radius: 4px; white-space: pre-wrap; line-height: 1.4; }
mark { background: var(--mark); color: inherit; }
.number, .quiet { color: var(--quiet); }
.quiet { font-size: 0.9rem; }
.standing { padding: 0.7rem 1rem; border-left: 6px solid; border-radius: 4px; }
.conforms { background: var(--good-ground); border-color: var(--good); }
.deviates { background: var(--bad-ground); border-color: var(--bad); }
.open { background: var(--odd-ground); border-color: var(--odd); }
dl > div { display: grid; grid-template-columns: 9rem 1fr; gap: 0 1rem; padding: 0.1rem 0; }
dt { color: var(--quiet); }
dd { margin: 0; }
.wide { overflow-x: auto; }
table { width: 100%; overflow-wrap: normal; border-collapse: collapse; font-size: 0.9rem; }
caption { padding-bottom: 0.3rem; text-align: left; color: var(--quiet); }
th, td { padding: 0.22rem 0.6rem; border-bottom: 1px solid var(--line); text-align: right; font-variant-numeric: tabular-nums; }
th { text-align: left; font-weight: normal; vertical-align: top; }
thead th { white-space: nowrap; border-bottom: 2px solid var(--line); font-weight: 600; vertical-align: bottom; }
thead th:nth-child(n + 2) { text-align: right; }
th[scope='rowgroup'] { padding-top: 0.6rem; overflow-wrap: anywhere; }
th[scope='row'] { padding-left: 1.6rem; }
tbody { border-bottom: 2px solid var(--line); }
td.bad { color: var(--bad); font-weight: 700; }
.deviation { margin: 1rem 0 1.6rem; padding: 0.1rem 1rem 1rem; border: 1px solid var(--line); border-left: 6px solid var(--line); border-radius: 4px; }
.deviation.error { border-left-color: var(--bad); }
.deviation.warning { border-left-color: var(--odd); }
.severity { padding: 0.05rem 0.45rem; border: 1px solid; border-radius: 4px; font-size: 0.82em; }
.error .severity { color: var(--bad); }
.warning .severity { color: var(--odd); }
.about { color: var(--quiet); font-weight: normal; font-family: var(--code); font-size: 0.84rem; }
.message { font-size: 1.02rem; }
:focus-visible { outline: 2px solid; outline-offset: 2px; }
@media (max-width: 36rem) {
  dl > div { grid-template-columns: 1fr; padding: 0.25rem 0; }
  table { font-size: 0.8rem; }
  th, td { padding: 0.2rem 0.3rem; }
  thead th { font-size: 0.75rem; white-space: normal; }
  th[scope='row'] { padding-left: 0.7rem; overflow-wrap: anywhere; }
}
@page { size: A4; margin: 16mm 15mm 18mm; }
@media print {
  :root { color-scheme: light; font-size: 9pt; line-height: 1.35; }
  h2 { margin-top: 1.4rem; }
  pre { padding: 0.35rem 0.5rem; font-size: 0.8rem; line-height: 1.25; }
  p, ul, dl, .deviation { margin: 0.35rem 0; }
  .deviation { padding: 0 0.7rem 0.6rem; }
  body { max-width: none; padding: 0; }
  .wide { overflow: visible; }
  h1, h2, h3, h4, caption, thead { break-after: avoid; }
  .block, dl > div, tr, li, .standing { break-inside: avoid; }
  .deviation { break-inside: avoid; box-decoration-break: clone; }
  .standing, .deviation, pre, mark, .severity { print-color-adjust: exact; }
  a { color: inherit; }
}
`;
