import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { FACE, hostConfig, THEMES } from './hosts.js';
import type { Shown } from './shown.js';

function typeface(modules: NodeJS.Require): string {
  const style = (weight: number) => {
    const file = modules.resolve(`@fontsource/open-sans/files/open-sans-latin-${weight}-normal.woff2`);
    const data = readFileSync(file).toString('base64');
    return `@font-face{font-family:"Gallery Sans";font-weight:${weight};src:url(data:font/woff2;base64,${data})}`;
  };
  return [400, 600].map(style).join('');
}

/**
 * One page that draws cards with Teams' own renderer, in the theme, language and width chosen at its top (or by
 * `draw(...)`, as the tests do). The renderer is inside the page, so that it opens without internet.
 */
export function galleryPage(cards: Readonly<Record<'da' | 'en', readonly Shown[]>>): string {
  const modules = createRequire(import.meta.url);
  const renderer = readFileSync(modules.resolve('adaptivecards/dist/adaptivecards.min.js'), 'utf8');
  const hosts = Object.fromEntries(Object.entries(THEMES).map(([name, theme]) => [name, hostConfig(theme)]));
  const data = JSON.stringify({ cards, hosts, themes: THEMES }).replaceAll('<', '\\u003c');
  return `<!doctype html><html lang="da"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>NemKonto-botten: kortene</title><style>${typeface(modules)}${STYLE}</style>
<header><h1>NemKonto-botten: kortene</h1><label>Sprog <select id="language"><option>da<option>en</select></label>
<label>Tema <select id="theme">${Object.keys(THEMES)
    .map((name) => `<option>${name}`)
    .join('')}</select></label>
<label>Bredde <select id="width"><option>600<option>320<option>288</select></label></header><main></main>
<script>${renderer.replaceAll('</script', '<\\/script')}</script>
<script>const D=${data};${SCRIPT}</script></html>`;
}

/** As near to Teams as the renderer comes: its buttons, one line each, and its inputs. */
const STYLE = `
body{margin:0;font-family:${FACE};background:var(--page);color:var(--word)}
header{color:inherit;padding:12px 16px;display:flex;gap:16px;align-items:baseline}h1{font-size:16px;margin:0}
main{display:flex;flex-wrap:wrap;gap:20px;padding:16px;align-items:flex-start}
figure{margin:0}figcaption{font-size:11px;opacity:.8;margin:0 0 4px;overflow:hidden;white-space:nowrap;text-overflow:ellipsis}
.card{border-radius:6px;overflow:hidden;border:1px solid var(--line);background:var(--card)}
.ac-pushButton{font:600 14px ${FACE};padding:5px 14px;min-height:32px;border-radius:4px;
 border:1px solid var(--line);background:var(--card);color:var(--word);white-space:nowrap}
.ac-pushButton>div,.ac-pushButton{overflow:hidden;text-overflow:ellipsis;max-width:100%}
.style-positive.style-positive{background:#5b5fc7;color:#fff;border-color:#5b5fc7}
.style-destructive.style-destructive{background:#c50f1f;color:#fff;border-color:#c50f1f}
.contrast .style-destructive.style-destructive{background:#000;border-color:#fff}
input.ac-input:not([type=checkbox]):not([type=radio]),select.ac-input,textarea.ac-input,.ac-input>input:not([type=checkbox]):not([type=radio]),.ac-choiceSetInput-filtered-container{
 width:100%;box-sizing:border-box;padding:6px 8px;border:1px solid var(--line);border-radius:4px;background:var(--page);
 color:var(--word);font:14px ${FACE}}
.contrast .ac-container[style*="background"]{outline:1px solid #fff;outline-offset:-1px}`;

const SCRIPT = `
AdaptiveCards.AdaptiveCard.onProcessMarkdown=(text,result)=>{const safe=text.replace(/&/g,'&amp;').replace(/</g,'&lt;');
 result.outputHtml=safe.replace(/\\*\\*(.+?)\\*\\*/g,'<b>$1</b>').replace(/\\\\([\\\\\`*_\\[\\]~<>|#+.)-])/g,'$1');result.didProcess=true};
function draw({language,theme,width,from=0,to=Infinity}){const t=D.themes[theme];const set=(k,v)=>document.body.style.setProperty(k,v);
 set('--page',t.boxes.emphasis);set('--card',t.boxes.default);set('--word',t.words.default.default);
 set('--line',theme==='contrast'?'#fff':'#8886');document.body.className=theme;
 const main=document.querySelector('main');main.replaceChildren();
 for(const {name,card} of D.cards[language].slice(from,to)){const box=document.createElement('figure');box.style.width=width+'px';
  const title=document.createElement('figcaption');title.textContent=name;const made=new AdaptiveCards.AdaptiveCard();
  made.hostConfig=new AdaptiveCards.HostConfig(D.hosts[theme]);made.parse(card);const shell=document.createElement('div');
  shell.className='card';shell.lang=language;shell.append(made.render());box.append(title,shell);main.append(box)}}
/* What is cut, scrolled sideways or outside its card, as "card: element", once the typeface is there. */
async function cut(){await settled();const found=[];for(const figure of document.querySelectorAll('figure')){const shell=figure.querySelector('.card');
 const edge=shell.getBoundingClientRect();const name=figure.querySelector('figcaption').textContent;
 const say=(e,why)=>found.push(name+': '+why+' '+(e.textContent||e.placeholder||e.className).trim().slice(0,60));
 for(const e of shell.querySelectorAll('*')){const r=e.getBoundingClientRect();if(r.width===0||r.height===0)continue;
  if(r.right>edge.right+1||r.left<edge.left-1)say(e,'outside');
  if(!/^(INPUT|TEXTAREA|SELECT)$/.test(e.tagName)&&e.scrollWidth>e.clientWidth+1&&e.clientWidth>0&&getComputedStyle(e).display!=='inline')say(e,'cut');
  const words=e.tagName==='SELECT'?[...e.options].map(o=>o.text):e.placeholder&&e.tagName!=='TEXTAREA'?[e.placeholder]:[];
  for(const text of words)if(measure(text)>e.clientWidth-(e.tagName==='SELECT'?34:18))say(e,'too narrow for "'+text+'" in')}}
 return [...new Set(found)]}
const pen=document.createElement('canvas').getContext('2d');
function measure(text){pen.font='14px ${FACE}';return pen.measureText(text).width}
async function settled(){await Promise.all([400,600].map(w=>document.fonts.load(w+' 14px ${FACE}')));await document.fonts.ready}
const chosen=()=>draw({language:language.value,theme:theme.value,width:Number(width.value)});
for(const id of ['language','theme','width'])document.getElementById(id).onchange=chosen;chosen();`;
