import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, test } from 'vitest';
import { anne, bo, carl, contextIn, dorte, mette, STATES, storyLog } from './cases.js';
import { darkHost, lightHost } from './hosts.js';
import { caseViews, plainViews } from './views.js';

/** Draws the cards as Teams' own renderer does, for human eyes: `artefacts/gallery.html`. */
test('every view can be drawn', () => {
  const shown = gallery();
  const script = readFileSync(
    createRequire(import.meta.url).resolve('adaptivecards/dist/adaptivecards.min.js'),
    'utf8',
  );
  mkdirSync('artefacts', { recursive: true });
  writeFileSync('artefacts/gallery.html', page(shown, script));
  expect(shown.length).toBeGreaterThan(40);
});

interface Shown {
  readonly name: string;
  readonly card: object;
}

function gallery(): Shown[] {
  const ctx = contextIn('da');
  const shown: Shown[] = Object.entries(plainViews).map(([name, make]) => ({ name, card: make(ctx) }));
  const at = (
    name: keyof typeof STATES,
    who: typeof anne,
    view = 'desk',
    more: Parameters<typeof contextIn>[1] = {},
  ) => {
    const make = caseViews(STATES[name], who, storyLog(11))[view];
    if (make) shown.push({ name: `${name} · ${view} · ${who.name}`, card: make(contextIn('da', more)) });
  };
  at('new', anne);
  at('sought', carl);
  at('named', mette);
  at('declined', anne);
  at('agreementNumber', mette, 'desk', {
    form: {
      typed: { agreementNumber: '12a4' },
      problems: [{ field: 'agreementNumber', problem: { kind: 'notDigits', typed: '12a4' } }],
    },
  });
  at('agreementNumber', anne, 'desk', {
    form: {
      typed: { agreementNumber: '1234567' },
      problems: [],
      secondLook: { number: '1234567', typed: '1234567', why: 'long' },
    },
  });
  at('webForm', anne);
  at('refused', anne);
  at('signature', mette);
  at('signature', mette, 'reminder');
  at('dispatch', anne);
  at('confirmation', anne, 'desk', { today: '2027-05-20' });
  at('invoice', anne);
  at('payment', bo, 'reminder', { today: '2027-06-10' });
  at('webForm', dorte);
  at('signature', anne, 'desk', { practice: true });
  for (const state of ['new', 'signature', 'confirmation', 'paid', 'cancelled'] as const) at(state, anne, 'home');
  for (const view of [
    'more',
    'correct',
    'handOver',
    'replaceOfficer',
    'substitute',
    'moveGoLive',
    'snooze',
    'cancel',
    'history',
    'klik',
    'klikDone',
    'notice.signatureVoid',
    'outcome.signature',
    'choose',
  ])
    at('confirmation', anne, view);
  at('paid', anne, 'summary');
  at('cancelled', anne, 'cancelled');
  at('new', anne, 'askForOfficer');
  at('named', mette, 'decline');
  at('payment', anne, 'replacePayer');
  return shown;
}

function page(shown: readonly Shown[], script: string): string {
  const data = JSON.stringify({ shown, lightHost, darkHost }).replaceAll('<', '\\u003c');
  return `<!doctype html><html lang="da"><meta charset="utf-8"><title>NemKonto-botten</title><style>
body{margin:0;font-family:"Segoe UI","Liberation Sans",sans-serif}section{padding:16px;display:flex;gap:16px;align-items:flex-start}
h2{font:12px sans-serif;color:#888;margin:0 0 6px}.light{background:#f5f5f5}.dark{background:#1f1f1f}
.card{border-radius:6px;overflow:hidden;box-shadow:0 1px 3px #0003}.light .card{background:#fff}.dark .card{background:#292929}
.n{width:320px}.w{width:600px}.ac-pushButton{font:600 14px "Segoe UI","Liberation Sans",sans-serif;padding:5px 14px;min-height:32px;border-radius:4px;border:1px solid #d1d1d1;background:#fff;cursor:pointer}
.dark .ac-pushButton{background:#292929;color:#fff;border-color:#666}.style-positive.style-positive{background:#5b5fc7;color:#fff;border-color:#5b5fc7}.style-destructive.style-destructive{color:#c4314b}
input.ac-input:not([type=checkbox]),select.ac-input,textarea.ac-input,.ac-input>input:not([type=checkbox]):not([type=radio]){width:100%;box-sizing:border-box;padding:6px 8px;border:1px solid #d1d1d1;border-radius:4px;background:#fff;font:14px "Segoe UI","Liberation Sans",sans-serif}.dark input,.dark select,.dark textarea{background:#1f1f1f;color:#fff;border-color:#666}
.ac-input.ac-toggleInput{width:auto}.ac-input div{border:0}</style><body><script>${script.replaceAll('</script', '<\\/script')}</script><script>
const D=${data};AdaptiveCards.AdaptiveCard.onProcessMarkdown=(t,r)=>{r.outputHtml=t.replace(/&/g,'&amp;').replace(/</g,'&lt;').replace(/\\*\\*(.+?)\\*\\*/g,'<b>$1</b>').replace(/\\\\([\\\\\`*_\\[\\]~<>|#+.)-])/g,'$1');r.didProcess=true};
for(const s of D.shown)for(const t of ['light','dark']){const sec=document.createElement('section');sec.className=t;sec.dataset.name=s.name;
for(const w of ['n','w']){const box=document.createElement('div');box.className=w;box.innerHTML='<h2></h2>';box.firstChild.textContent=s.name;const c=new AdaptiveCards.AdaptiveCard();c.hostConfig=new AdaptiveCards.HostConfig(D[t+'Host']);c.parse(s.card);const el=document.createElement('div');el.className='card';el.append(c.render());box.append(el);sec.append(box)}
document.body.append(sec)}</script></body></html>`;
}
