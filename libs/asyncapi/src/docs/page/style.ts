const LIGHT =
  '--bg:#f5f6f4;--surface:#fff;--sunk:#eef0ec;--line:#dcdfd8;--text:#191c1a;--muted:#5b635d;--accent:#0a6a5c;--soft:#dff0ec;--ok:#1d7044;--ok-soft:#e2f2e8;--bad:#b3261e;--bad-soft:#fbe6e3;--warn:#7d5000;--warn-soft:#fbefd6;color-scheme:light';
const DARK =
  '--bg:#101311;--surface:#171b19;--sunk:#1e2320;--line:#2e3531;--text:#e8ece9;--muted:#9aa59e;--accent:#5cc7b2;--soft:#14352f;--ok:#66c98e;--ok-soft:#143122;--bad:#ff8a7e;--bad-soft:#3c1714;--warn:#e6b450;--warn-soft:#352810;color-scheme:dark';

/** The console's colours and type. */
export const STYLE = `
:root{${LIGHT};--mono:"JetBrains Mono","DejaVu Sans Mono",ui-monospace,monospace}
@media(prefers-color-scheme:dark){:root{${DARK}}}
:root[data-theme=light]{${LIGHT}}
:root[data-theme=dark]{${DARK}}
*{box-sizing:border-box}[hidden]{display:none!important}
html{scroll-padding-top:56px}
body{margin:0;display:grid;grid-template-columns:236px minmax(0,1fr);background:var(--bg);color:var(--text);font:13px/1.5 Inter,system-ui,sans-serif;font-feature-settings:"tnum" 1}
a{color:var(--accent);text-underline-offset:2px}:focus-visible{outline:2px solid var(--accent);outline-offset:1px}main:focus{outline:0}
.skip{position:absolute;left:-999px;z-index:3}.skip:focus{left:8px;top:8px;padding:6px 10px;background:var(--surface)}
.bar{grid-column:1/-1;position:sticky;top:0;z-index:2;display:flex;align-items:center;gap:12px;height:44px;padding:0 18px;background:var(--bg);border-bottom:1px solid var(--line)}
.name{margin:0;font-weight:600;white-space:nowrap;overflow:hidden;text-overflow:ellipsis}
.also{margin:0;display:flex;gap:12px;white-space:nowrap}.tools{margin-left:auto;display:flex;gap:8px}
input,button{font:inherit;color:var(--text);background:var(--surface);border:1px solid var(--line);border-radius:6px;padding:4px 10px}
input{width:240px;min-width:60px}button{cursor:pointer}button:hover{border-color:var(--muted)}
nav{position:sticky;top:44px;align-self:start;max-height:calc(100vh - 44px);overflow:auto;padding:10px 8px 24px;border-right:1px solid var(--line);min-height:calc(100vh - 44px)}
nav summary{display:none}nav p{margin:10px 8px 2px;color:var(--muted);font-size:12px}nav ul{list-style:none;margin:0;padding:0}
nav a{display:block;padding:3px 8px;border-radius:6px;color:var(--text);text-decoration:none;overflow-wrap:anywhere}nav a:hover{background:var(--sunk)}nav small{color:var(--muted)}
main{padding:18px 22px 48px;min-width:0;max-width:1080px}#found{margin:0;color:var(--muted)}
h1{font-size:20px;line-height:1.3;margin:0;letter-spacing:-.01em}h2{font-size:16px;margin:0}h3{font-size:14px;margin:0}h4,h5,h6{font-size:13px;margin:0}
h1,h2,h3,h4,h5,h6{font-weight:600;overflow-wrap:anywhere}h1+p{margin-top:2px}
p,ul,ol,dl,blockquote{margin:6px 0}main p,main li,.prose{max-width:76ch}td p:first-child,li p:first-child{margin-top:0}td p:last-child{margin-bottom:0}
main>section{margin-top:28px}
.item{margin-top:10px;background:var(--surface);border:1px solid var(--line);border-radius:6px;padding:0 14px 10px}
.item>.head{margin:0 -14px 8px;padding:8px 14px;border-bottom:1px solid var(--line)}
.item section{margin-top:14px}.head{display:flex;align-items:baseline;gap:8px}
.self{text-decoration:none;opacity:0}.head:hover .self,.self:focus{opacity:1}
section:target>.head{box-shadow:inset 3px 0 var(--accent);padding-left:10px}
.muted{color:var(--muted)}code{font:12px/1.5 var(--mono);overflow-wrap:anywhere}h3 code{font-size:13px}
dl{display:grid;grid-template-columns:repeat(auto-fill,minmax(210px,1fr));gap:6px 16px}dt{color:var(--muted);font-size:12px}dd{margin:0;overflow-wrap:anywhere}
.wide{overflow-x:auto;margin:8px 0;border:1px solid var(--line);border-radius:6px}
table{border-collapse:collapse;width:100%}th,td{text-align:left;vertical-align:top;padding:5px 10px;border-bottom:1px solid var(--line);font-weight:400;overflow-wrap:break-word;min-width:80px}
thead th{color:var(--muted);font-size:12px;font-weight:500;background:var(--sunk)}tr:last-child>*{border-bottom:0}tbody tr:hover{background:var(--sunk)}
.chip{border:1px solid var(--line);border-radius:99px;padding:1px 8px;font-size:12px;font-weight:400;background:var(--surface)}
.v{border-radius:4px;padding:1px 7px;font-size:12px;font-weight:550}.v.ok{background:var(--ok-soft);color:var(--ok)}.v.bad{background:var(--bad-soft);color:var(--bad)}.v.warn{background:var(--warn-soft);color:var(--warn)}
.src{position:relative;margin:6px 0}pre{margin:0;padding:9px 12px;overflow:auto;max-height:480px;background:var(--sunk);border:1px solid var(--line);border-radius:6px;white-space:pre}
.src button{position:absolute;top:5px;right:5px;padding:1px 8px;font-size:12px}
summary{cursor:pointer;padding:3px 0;color:var(--muted)}summary:hover{color:var(--text)}details[open]>summary{color:var(--text)}
blockquote{border-left:3px solid var(--line);padding-left:10px;color:var(--muted)}hr{border:0;border-top:1px solid var(--line)}
.tabs{border:1px solid var(--line);border-radius:6px;padding:2px 10px}.tabs details+details{border-top:1px solid var(--line)}
@media(max-width:800px){body{display:block}nav{position:static;max-height:none;min-height:0;border:0;border-bottom:1px solid var(--line);padding:8px 14px}nav summary{display:block}main{padding:14px 12px 40px}.bar{padding:0 12px}.name{display:none}.tools{margin:0;flex:1}input{flex:1;width:0}th,td{padding:5px 8px}}
@media(prefers-reduced-motion:no-preference){html{scroll-behavior:smooth}}
@media print{:root,:root[data-theme]{${LIGHT};--bg:#fff;--sunk:#fff}body{display:block;font-size:10pt}.bar,nav,.skip,.self,.src button,#found{display:none}main{max-width:none;padding:0}pre{max-height:none;white-space:pre-wrap;overflow-wrap:anywhere}.wide{overflow:visible}details::details-content{content-visibility:visible;block-size:auto;opacity:1}tr,.head,dl{break-inside:avoid}.head{break-after:avoid}a{color:inherit}}
`;

/** SHA-256 of the above, in base64; a test says when it is another. */
export const STYLE_HASH = '5lJLTb6GA+Z/fhygR6FDpS9rgV7MYTRTy/pRvSSsdPI=';
