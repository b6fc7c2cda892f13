/** How the page of a flow looks: on a wide screen, on a narrow one, and on paper. */
export const PAGE_STYLE = `
:root { color-scheme: light; }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 84rem; padding: 1rem; background: #ffffff; color: #1a1a1a;
  font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", "Noto Sans", "DejaVu Sans", sans-serif; }
h1 { font-size: 1.5rem; line-height: 1.25; margin: 0 0 .25rem; overflow-wrap: anywhere; }
h2 { font-size: 1.2rem; margin: 2rem 0 .5rem; }
h3.title { font-size: 1rem; margin: 1.5rem 0 .5rem; padding: .4rem .8rem; border-radius: .6rem; background: #d9d9d9; }
h3.title.databases { background: #ffc000; }
p.note, .provisional { margin: .5rem 0; padding: .5rem .8rem; overflow-wrap: anywhere; }
.provisional { border: 1px solid #b3261e; background: #fdecea; }
p.note { border-left: 3px solid #8a8a8a; }
.picture { margin: 1rem 0; }
.picture svg { display: block; max-width: 100%; height: auto; }
.picture a:hover rect { stroke: #0b57d0; stroke-width: 3; }
.box { margin: .5rem 0; padding: .4rem .8rem; border: 1px solid #1a1a1a; scroll-margin-top: 1rem; }
.box.other { background: #ececec; border-color: #8a8a8a; }
.box:target { border-color: #0b57d0; box-shadow: 0 0 0 2px #0b57d0; }
.entry { margin: .15rem 0; overflow-wrap: anywhere; }
details { margin: .15rem 0; }
summary { cursor: pointer; padding: .15rem 0; overflow-wrap: anywhere; }
summary:hover .label { text-decoration: underline; }
:focus-visible { outline: 3px solid #0b57d0; outline-offset: 2px; }
.indent-1 { margin-left: 1.25rem; }
.indent-2 { margin-left: 2.5rem; }
.n { font-weight: 700; font-variant-numeric: tabular-nums; padding-left: .25rem; }
.rows { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: .875rem; background: #ffffff; }
caption { text-align: left; font-style: italic; padding: .25rem 0; overflow-wrap: anywhere; }
th, td { border-top: 1px solid #c9c9c9; padding: .25rem .5rem; text-align: left; vertical-align: top; font-weight: 400;
  overflow-wrap: anywhere; }
tbody th { white-space: nowrap; font-family: ui-monospace, monospace; overflow-wrap: normal; }
thead th { font-weight: 700; border-top: 0; }
code { overflow-wrap: anywhere; }
footer { margin-top: 2rem; color: #4a4a4a; font-size: .875rem; }
@media (max-width: 60rem) {
  .picture { display: none; }
  .indent-1 { margin-left: .6rem; }
  .indent-2 { margin-left: 1.2rem; }
  .box.aside { margin: -.3rem 0 0 1.6rem; border-style: dashed; }
  .box.step { position: relative; margin-top: 1.2rem; }
  .title + .box.step { margin-top: .5rem; }
  .box ~ .box.step::before { content: "↓"; position: absolute; left: .35rem; top: -1.35rem; line-height: 1; }
  table, caption, thead, tbody, tr, th, td { display: block; }
  thead { position: absolute; clip-path: inset(50%); height: 1px; width: 1px; overflow: hidden; }
  tbody tr { border-top: 1px solid #c9c9c9; padding: .3rem 0; }
  tbody th, tbody td { border: 0; padding: 0; }
}
@media print {
  body { max-width: none; padding: 0; }
  .picture { display: block; break-inside: avoid; }
  details:not([open]) > summary { list-style: none; }
  .box:target { border-color: #1a1a1a; box-shadow: none; }
  :focus-visible { outline: none; }
  tr { break-inside: avoid; }
  .picture rect { fill: #ffffff; stroke: #000000; }
  .picture rect.note { stroke: none; }
}
`;

/**
 * A link of the picture opens what it leads to, and the focus goes along. Without a script the page still scrolls there,
 * and its boxes open by themselves.
 */
export const PAGE_SCRIPT = `
'use strict';
function openTarget() {
  var box = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (!box || !box.classList.contains('box')) return;
  var all = box.querySelectorAll('details');
  if (all.length === 1) all[0].open = true;
  var first = box.querySelector('summary');
  if (first) first.focus({ preventScroll: true });
  box.scrollIntoView();
}
addEventListener('hashchange', openTarget);
if (location.hash) openTarget();
document.addEventListener('click', function (event) {
  var link = event.target.closest && event.target.closest('.picture a');
  if (!link || link.getAttribute('href') !== location.hash) return;
  if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  openTarget();
});
`;
