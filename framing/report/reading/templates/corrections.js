// Corrections: made in the page, kept in the browser, saved as a file. Nothing is sent.
const KEPT = `framing-corrections:${data.corpus}`;
let corrections = [];
try { corrections = JSON.parse(localStorage.getItem(KEPT) || '[]'); } catch { corrections = []; }
if (!Array.isArray(corrections)) corrections = [];
let unsaved = false;
const today = () => new Date().toISOString().slice(0, 10);
const idOf = article => one(`#a${article}`).dataset.id;
const placed = (article, field, start, end) => {
  const whole = textOf(article, field);
  return { article: idOf(article), field, start, end, text: slice(whole, start, end), before: slice(whole, start - 32, start), after: slice(whole, end, end + 32) };
};
const at = (a, b) => a.article === b.article && a.field === b.field && a.start === b.start && a.end === b.end;
const people = [...new Map(notes.map(n => [n.sp.split('; ')[0], n.spid])).entries()].sort();
const namesList = made('datalist', { id: 'framing-names' }, ...people.filter(p => p[1]).map(([name]) => made('option', { value: name })));
root.append(namesList);

function keep(correction) {
  const row = { ...correction, made: today() };
  const clash = old => row.kind === 'merge' ? old.kind === 'merge' && old.actors.join() === row.actors.join()
    : old.kind !== 'merge' && at(old, row) && (old.kind === row.kind || row.verdict === 'wrong' || old.verdict === 'wrong' || (row.verdict === 'right' && old.kind !== 'missing'));
  corrections = [...corrections.filter(old => !clash(old)), row];
  changed();
}
function changed() {
  unsaved = true;
  try { localStorage.setItem(KEPT, JSON.stringify(corrections)); } catch { /* kept in this page alone: the browser asks before it is left */ }
  told();
}
function told() {
  one('[data-do=corrections] .count').textContent = corrections.length ? ` (${corrections.length})` : '';
  for (const n of notes) {
    const own = corrections.filter(c => c.kind !== 'merge' && at(c, { article: idOf(n.article), field: n.field, start: n.start, end: n.end }));
    label(n).parentElement.classList.toggle('fixed', own.length > 0);
    const state = one('.state', n.el);
    if (state) state.textContent = own.map(words).join('; ');
  }
}
function words(c) {
  if (c.kind === 'merge') return `“${c.names?.[1] ?? c.actors[1]}” is “${c.names?.[0] ?? c.actors[0]}”`;
  if (c.kind === 'statement') return c.verdict;
  if (c.kind === 'speaker') return `speaker: ${c.speaker || 'nobody named'}`;
  if (c.kind === 'span') return `words: “${c.new_text.slice(0, 60)}${c.new_text.length > 60 ? '…' : ''}”`;
  return `missing, of ${c.speaker || 'nobody named'}`;
}
const button = (text, act) => { const b = made('button', { type: 'button' }, text); b.addEventListener('click', act); return b; };
function selected() {
  const selection = getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0), from = offsetOf(range.startContainer, range.startOffset), to = offsetOf(range.endContainer, range.endOffset);
  if (!from || !to || from.whole !== to.whole || to.at <= from.at) return null;
  const text = slice(from.whole, from.at, to.at), lead = points(text) - points(text.trimStart()), tail = points(text) - points(text.trimEnd());
  return to.at - tail > from.at + lead ? { whole: from.whole, start: from.at + lead, end: to.at - tail } : null;
}
function tools(n) {
  const here = placed(n.article, n.field, n.start, n.end);
  const state = made('p', { class: 'state', role: 'status' });
  const ask = (text, name, act) => {
    const input = made('input', { 'aria-label': name, placeholder: name.split(',')[0], list: 'framing-names', autocomplete: 'off' });
    const row = made('span', { class: 'asked' }, input, button(text, () => { act(input.value.trim()); input.value = ''; }));
    input.addEventListener('keydown', e => { if (e.key === 'Enter') { e.preventDefault(); act(input.value.trim()); input.value = ''; } });
    return row;
  };
  return made('div', { class: 'fix', role: 'group', 'aria-label': 'Correct this statement' },
    made('p', {}, 'Put it right:'),
    button('Right', () => keep({ kind: 'statement', ...here, verdict: 'right' })),
    button('Wrong', () => keep({ kind: 'statement', ...here, verdict: 'wrong' })),
    button('Use selected words', () => {
      const s = selected();
      if (!s || s.whole.article !== n.article || s.whole.field !== n.field) { state.textContent = 'Select the words of this statement in the text first.'; return; }
      keep({ kind: 'span', ...here, new_start: s.start, new_end: s.end, new_text: slice(s.whole, s.start, s.end) });
    }),
    ask('Set speaker', 'Another speaker', name => keep({ kind: 'speaker', ...here, speaker: name })),
    ...(n.spid ? [ask('Merge', `Also called, beside ${n.sp.split('; ')[0]}`, name => {
      const other = people.find(p => p[0] === name);
      if (!other || other[1] === n.spid) { state.textContent = 'Choose another speaker of these articles.'; return; }
      keep({ kind: 'merge', actors: [n.spid, other[1]], names: [n.sp.split('; ')[0], name] });
    })] : []), state);
}
document.addEventListener('framing:shown', event => {
  const n = event.detail;
  if (!one('.fix', n.el)) { n.el.append(tools(n)); told(); }
});

// ---- the list, and the file
const listBox = made('dialog', { 'aria-label': 'Corrections' });
root.append(listBox);
function file() {
  const head = { 'framing-corrections': 1, corpus: data.corpus, model: data.model, version: data.version };
  const by = one('.by', listBox)?.value.trim();
  const rows = corrections.map(({ names, ...c }) => (by ? { ...c, by } : c));
  return [head, ...rows].map(r => JSON.stringify(r)).join('\n') + '\n';
}
function save() {
  const link = made('a', { href: URL.createObjectURL(new Blob([file()], { type: 'application/jsonl' })), download: `corrections-${today()}.jsonl` });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  unsaved = false;
}
function listed() {
  const by = one('.by', listBox)?.value || '';
  const list = made('ol', { class: 'list-of' }, ...corrections.map(c => made('li', {},
    made('span', {}, c.kind === 'merge' ? words(c) : `${all('.art').find(a => a.dataset.id === c.article)?.dataset.label ?? c.article}, ${c.start.toLocaleString('en')}: ${words(c)}`),
    button('Undo', () => { corrections = corrections.filter(x => x !== c); changed(); listed(); }))));
  listBox.replaceChildren(made('h3', {}, corrections.length ? amount(corrections.length, 'correction') : 'No corrections yet'),
    made('p', {}, corrections.length ? 'They are kept in this browser. Save the file and give it to the program: --corrections FILE.' : 'Open a statement to mark it right or wrong or to change its speaker or words; select words in the text to add one that is missing.'),
    list, made('p', {}, made('label', {}, 'Your name (optional) ', made('input', { class: 'by', value: by, autocomplete: 'name' }))),
    made('p', {}, made('button', { type: 'button', class: 'save', disabled: !corrections.length }, 'Save corrections file'), ' ', button('Close', () => listBox.close())));
  one('.save', listBox).addEventListener('click', save);
}
one('[data-do=corrections]').addEventListener('click', () => { listed(); listBox.showModal(); });
one('[data-do=help]').addEventListener('click', help);
addEventListener('beforeunload', event => { if (unsaved && !kept()) event.preventDefault(); });
const kept = () => { try { return localStorage.getItem(KEPT) === JSON.stringify(corrections); } catch { return false; } };

// ---- words that are a statement and were not found
const adds = button('Add a missing statement', () => {
  const s = selected();
  if (!s) return;
  const input = made('input', { 'aria-label': 'Who says it', placeholder: 'Who says it', list: 'framing-names', autocomplete: 'off' });
  const box = made('dialog', { 'aria-label': 'A missing statement' }, made('h3', {}, 'A missing statement'), made('p', {}, `“${slice(s.whole, s.start, s.end)}”`), made('p', {}, input, ' ',
    button('Add', () => { keep({ kind: 'missing', ...placed(s.whole.article, s.whole.field, s.start, s.end), speaker: input.value.trim() }); box.close(); }), ' ', button('Cancel', () => box.close())));
  box.addEventListener('close', () => box.remove());
  root.append(box);
  adds.hidden = true;
  box.showModal();
});
adds.classList.add('adds');
adds.hidden = true;
root.append(adds);
document.addEventListener('selectionchange', () => {
  const s = current ? null : selected();
  adds.hidden = !s;
  if (!s) return;
  const box = getSelection().getRangeAt(0).getBoundingClientRect(), origin = root.getBoundingClientRect();
  adds.style.left = `${Math.max(0, Math.min(box.left - origin.left, origin.width - 190))}px`;
  adds.style.top = `${box.bottom - origin.top + 6}px`;
});

root.classList.add('js');
one('.bar').hidden = false;
told();
route();
