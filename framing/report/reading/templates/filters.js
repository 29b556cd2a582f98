// Search and filters: what is found is marked in the text and listed line by line; none is cut off.
const NAMES = { sp: 'speaker', side: 'side', role: 'role', voice: 'voice', act: 'act', stance: 'stance of the cue', category: 'words of a list', article: 'article' };
const VOICES = ['own', 'quoted', 'paraphrase', 'unsourced', 'scare', 'inserted'];
const chosen = {};
const counts = list => [...list.reduce((m, v) => m.set(v, (m.get(v) || 0) + 1), new Map())].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
const options = {
  ...Object.fromEntries(['sp', 'side', 'role', 'act', 'stance'].map(f => [f, counts(notes.flatMap(n => (n[f] || '').split('; ').filter(Boolean)))])),
  voice: VOICES.map(v => [v, null]),
  category: Object.entries(data.categories).map(([c, of]) => [c, Object.values(of).reduce((n, l) => n + l.length, 0)]).filter(c => c[1]),
  article: all('.art').map(a => [a.dataset.a, null]),
};
for (const [facet, name] of Object.entries(NAMES)) {
  if (options[facet].length < 2 && facet !== 'category') continue;
  const select = made('select', { 'data-facet': facet }, made('option', { value: '' }, 'any'),
    ...options[facet].map(([value, n]) => made('option', { value }, (facet === 'article' ? labelOf(value) : value) + (n === null ? '' : ` (${n})`))));
  select.addEventListener('change', () => { chosen[facet] = select.value; filter(); });
  one('.choices').append(made('label', {}, name, select));
}
const hits = made('section', { class: 'hits', hidden: true, tabindex: '-1', 'aria-label': 'Lines found' });
one('.panels').append(hits);
const folded = text => text.toLowerCase().replace(/[‘’‛]/g, "'").replace(/[“”„]/g, '"').replace(/[–—]/g, '-').replace(/\s/g, ' ');
const escapes = text => text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');

function runAt(article, field, offset) {
  const spot = point(textOf(article, field), offset);
  return spot?.[0].parentElement.closest('.text span[id]') || null;
}
const noteOf = run => (run?.dataset.n ? byKey.get(`${run.closest('.art').dataset.a}.${run.dataset.n}`) : null);
const lookOf = run => VOICES.find(v => run?.classList.contains(v)) || (run?.closest('.caption, .credit, .promotion, .heading, .title') ? 'none' : 'own');
function* fields() {
  for (const place of all('.text')) yield textOf(Number(place.closest('.art').dataset.a), place.dataset.field);
}
function* found(words) {
  if (words) {
    const quoted = /^".*"$/.test(words) ? words.slice(1, -1) : null;
    const pattern = new RegExp(`(?<![\\p{L}\\p{N}])(?:${quoted ? escapes(quoted).replace(/ +/g, '\\s+') : words.split(/\s+/).map(escapes).join('|')})`, 'gu');
    for (const whole of fields()) {
      const text = folded(whole.text);
      const same = text.length === whole.text.length;
      for (const match of (same ? text : whole.text).matchAll(same ? pattern : new RegExp(pattern.source, 'giu'))) {
        const start = whole.first + (whole.wide ? points(whole.text.slice(0, match.index)) : match.index);
        yield { article: whole.article, field: whole.field, start, end: start + points(match[0]) };
      }
    }
  } else if (chosen.category) {
    for (const [article, places] of Object.entries(data.categories[chosen.category]))
      for (const [field, start, end] of places) yield { article: Number(article), field: field === 'i' ? 'title' : 'text', start, end };
  } else if (chosen.voice && !['sp', 'side', 'role', 'act', 'stance'].some(f => chosen[f])) {
    for (const run of all('.text span[id]')) {
      if (lookOf(run) !== chosen.voice) continue;
      const [, article, title, start] = /^a(\d+)(t?)\.(\d+)$/.exec(run.id);
      yield { article: Number(article), field: title ? 'title' : 'text', start: Number(start), end: Number(start) + points(plain(run)), run };
    }
  } else for (const note of inReadingOrder) yield { article: note.article, field: note.field, start: note.start, end: note.end, note };
}
const plain = element => { const copy = element.cloneNode(true); all('.m', copy).forEach(m => m.remove()); return copy.textContent; };
/** Whether every word that is looked for stands in the passage of a hit. */
function together(hit) {
  const words = folded(one('.q').value.trim());
  if (!/\s/.test(words) || /^".*"$/.test(words)) return true;
  const text = folded((hit.note ? runsOf(hit.note).map(plain).join(' ') : plain(hit.run || made('i'))));
  return words.split(/\s+/).every(w => text.includes(w));
}
function passes(hit) {
  if (chosen.article && String(hit.article) !== chosen.article) return false;
  hit.run ??= hit.note ? runsOf(hit.note)[0] : runAt(hit.article, hit.field, hit.start);
  hit.note ??= noteOf(hit.run);
  if (chosen.voice && !(hit.note && !one('.q').value && !chosen.category ? runsOf(hit.note).some(r => lookOf(r) === chosen.voice) : lookOf(hit.run) === chosen.voice)) return false;
  if (chosen.category && one('.q').value) {
    const places = data.categories[chosen.category][hit.article] || [];
    if (!places.some(([f, a, b]) => (f === 'i' ? 'title' : 'text') === hit.field && a < hit.end && b > hit.start)) return false;
  }
  if (!together(hit)) return false;
  return ['sp', 'side', 'role', 'act', 'stance'].every(f => !chosen[f] || (hit.note?.[f] || '').split('; ').includes(chosen[f]));
}
function filter() {
  const words = folded(one('.q').value.trim());
  const active = Object.entries(chosen).filter(([, v]) => v);
  one('.facets .count').textContent = active.length ? ` (${active.length})` : '';
  all('.hit').forEach(e => e.classList.remove('hit'));
  notes.forEach(n => delete n.el.dataset.hit);
  const on = Boolean(words || active.length);
  root.classList.toggle('filtering', on);
  hits.hidden = !on;
  if (!on) { marks('lines', []); say(''); return; }
  if (panel) close(false);
  const lines = [...found(words)].filter(passes);
  for (const hit of lines) {
    if (hit.note) { hit.note.el.dataset.hit = '1'; runsOf(hit.note).forEach(r => r.classList.add('hit')); } else hit.run?.classList.add('hit');
  }
  marks('lines', words || chosen.category || lines.some(h => !h.note) ? lines.map(h => rangeOf(h.article, h.field, h.start, h.end)) : []);
  const total = words || chosen.category || chosen.voice ? '' : ` of ${notes.length}`;
  const what = words || chosen.category ? amount(lines.length, 'place') : !chosen.voice || lines.every(h => h.note) ? `${lines.length}${total} statements` : amount(lines.length, 'passage');
  const clear = made('button', { type: 'button' }, 'Clear');
  clear.addEventListener('click', clearAll);
  say(`${what}${active.length ? ': ' + active.map(([f, v]) => (f === 'article' ? labelOf(v) : v)).join(', ') : ''}`);
  one('.found').append(clear);
  const list = made('ol');
  for (const hit of lines) {
    const name = hit.note ? hit.note.sp : lookOf(hit.run) === 'none' ? 'heading or caption' : 'the outlet’s words';
    const link = made('a', { href: hit.note ? `#n${hit.note.key}` : `#${hit.run?.id ?? ''}` }, `${labelOf(hit.article)} · ${name}`);
    link.addEventListener('click', event => { event.preventDefault(); visit(hit, link); });
    list.append(made('li', {}, link, context(textOf(hit.article, hit.field), hit.start, hit.end, 50)));
  }
  const shut = made('button', { type: 'button', class: 'do', 'aria-label': 'Close the list' }, '×');
  shut.addEventListener('click', () => { hits.hidden = true; });
  hits.replaceChildren(made('p', { class: 'where' }, made('span', { class: 'close' }, shut), made('span', { class: 'n' }, what)), list);
  hits.scrollTop = 0;
}
function visit(hit, link) {
  all('[aria-current]', hits).forEach(a => a.removeAttribute('aria-current'));
  link.setAttribute('aria-current', 'true');
  const range = rangeOf(hit.article, hit.field, hit.start, hit.end);
  if (hit.note) { cameFrom = link; hits.hidden = true; history.replaceState(null, '', `#n${hit.note.key}`); show(hit.note); }
  else if (range) goTo(range.startContainer.parentElement);
}
function clearAll() {
  Object.keys(chosen).forEach(f => delete chosen[f]);
  all('.choices select').forEach(s => { s.value = ''; });
  one('.q').value = '';
  filter();
  one('.q').focus();
}
document.addEventListener('framing:closed', () => { if (root.classList.contains('filtering')) hits.hidden = false; });
document.addEventListener('framing:shown', () => { hits.hidden = true; });
document.addEventListener('framing:escape', () => { if (one('.facets').open) one('.facets').open = false; else if (root.classList.contains('filtering')) clearAll(); });
document.addEventListener('click', event => { if (!event.target.closest?.('.facets')) one('.facets').open = false; });
let waiting = 0;
one('.q').addEventListener('input', () => { clearTimeout(waiting); waiting = setTimeout(filter, 120); });
one('.find').addEventListener('submit', event => { event.preventDefault(); filter(); });
