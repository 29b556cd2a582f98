// Search of a whole corpus: one folded text of all lines is scanned, lines are looked at only where it hits.
const root = document.getElementById('index');
const one = (selector, within = root) => within.querySelector(selector);
const made = (tag, attributes = {}, ...children) => {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
};
const FACETS = { speaker: 'speaker', side: 'side', role: 'role', voice: 'voice', act: 'act', stance: 'stance of the cue', lists: 'words of a list' };
const PAGE = 200;
let data, text, starts, shown = 0, hits = [], words = [];
const fold = s => s.replace(/[‘’‛]/g, "'").replace(/[“”„]/g, '"').replace(/[–—]/g, '-').replace(/\s/g, c => (c === '\n' ? c : ' '));
/** Lower case that keeps every character in its place. */
const lower = s => { const small = s.toLowerCase(); return small.length === s.length ? small : [...s].map(c => (c.toLowerCase().length === c.length ? c.toLowerCase() : c)).join(''); };

function load() {
  if (data) return;
  data = JSON.parse(one('.index-data').textContent);
  text = fold(lower(data.text));
  starts = [0];
  for (let i = text.indexOf('\n'); i >= 0; i = text.indexOf('\n', i + 1)) starts.push(i + 1);
  for (const [facet, name] of Object.entries(FACETS)) {
    const counts = new Array((data.names[facet] || []).length).fill(0);
    for (const v of data[facet]) for (const n of Array.isArray(v) ? v : [v]) counts[n]++;
    const order = [...counts.keys()].filter(n => n && counts[n]).sort((a, b) => counts[b] - counts[a]);
    if (data.names[facet]?.[0] !== '' && facet === 'voice') order.unshift(0);
    if (!order.length) continue;
    const select = made('select', { 'data-facet': facet }, made('option', { value: '' }, 'any'),
      ...order.map(n => made('option', { value: String(n) }, `${data.names[facet][n]} (${counts[n].toLocaleString('en')})`)));
    select.addEventListener('change', search);
    one('.choices').append(made('label', {}, name, select));
  }
}
const lineAt = at => { let low = 0, high = starts.length; while (low < high) { const middle = (low + high) >> 1; if (starts[middle] <= at) low = middle + 1; else high = middle; } return low - 1; };
const endOf = line => (line + 1 < starts.length ? starts[line + 1] - 1 : text.length);

const LETTER = /[\p{L}\p{N}]/u;
/** Whether a place lies inside a word: what is looked for begins one. */
const inside = (at, whole = text) => at > 0 && LETTER.test(whole[at - 1]) && LETTER.test(whole[at]);
const begins = (whole, word, from) => { let at = whole.indexOf(word, from); while (at >= 0 && inside(at, whole)) at = whole.indexOf(word, at + 1); return at; };

/** The lines that have all the words, in reading order. */
function find(query, chosen) {
  words = /^".+"$/.test(query) ? [query.slice(1, -1)] : query.split(' ').filter(Boolean);
  const passes = line => chosen.every(([facet, value]) => { const v = data[facet][line]; return Array.isArray(v) ? v.includes(value) : v === value; });
  const found = [];
  if (!words.length) {
    for (let line = 0; line < starts.length; line++) if (passes(line)) found.push(line);
    return found;
  }
  const [rarest, ...others] = [...words].sort((a, b) => b.length - a.length);
  for (let at = text.indexOf(rarest); at >= 0;) {
    if (inside(at)) { at = text.indexOf(rarest, at + 1); continue; }
    const line = lineAt(at), end = endOf(line);
    if (passes(line) && (!others.length || (s => others.every(w => begins(s, w, 0) >= 0))(text.slice(starts[line], end)))) found.push(line);
    at = text.indexOf(rarest, end);
  }
  return found;
}
function marked(line) {
  const raw = data.text.slice(starts[line], endOf(line)), low = text.slice(starts[line], endOf(line));
  const span = made('span', { class: 'kwic', dir: 'auto' });
  const first = words.length ? Math.max(0, Math.min(...words.map(w => begins(low, w, 0)).filter(i => i >= 0)) - 120) : 0;
  let at = first;
  const end = Math.min(raw.length, first + 420);
  if (first) span.append('…');
  while (at < end) {
    const next = words.map(w => [begins(low, w, at), w.length]).filter(([i]) => i >= 0 && i < end).sort((a, b) => a[0] - b[0] || b[1] - a[1])[0];
    if (!next) break;
    span.append(raw.slice(at, next[0]), made('mark', {}, raw.slice(next[0], next[0] + next[1])));
    at = next[0] + next[1];
  }
  span.append(raw.slice(at, Math.max(end, at)), end < raw.length ? '…' : '');
  return span;
}
const pageOf = line => `article-${String(data.article[line]).padStart(4, '0')}${data.parts[line] ? `-${data.parts[line] + 1}` : ''}.html#${data.place[line]}`;
const say = message => { one('.found').textContent = message; };
function more() {
  const list = one('.results ol');
  for (const line of hits.slice(shown, shown + PAGE)) {
    const voice = data.names.voice[data.voice[line]], speaker = data.names.speaker?.[data.speaker[line]] || (voice === 'own' ? 'the outlet’s words' : voice);
    const about = [data.side[line] && data.names.side[data.side[line]], data.stance[line] && data.names.stance[data.stance[line]]].filter(Boolean).join(', ');
    list.append(made('li', {}, made('a', { href: pageOf(line) }, `${data.labels[data.article[line] - 1]} · ${speaker}`), made('small', {}, about ? ` ${about}` : ''), marked(line)));
  }
  shown = Math.min(hits.length, shown + PAGE);
  one('.more').hidden = shown >= hits.length;
  one('.more').textContent = `Show more (${(hits.length - shown).toLocaleString('en')} left)`;
}
function list(lines, message) {
  hits = lines;
  shown = 0;
  one('.results ol').replaceChildren();
  one('.results').hidden = false;
  one('#articles').hidden = true;
  say(message);
  more();
}
function search() {
  load();
  const query = fold(lower(one('.q').value.trim())).replace(/ +/g, ' ');
  const chosen = [...root.querySelectorAll('.choices select')].filter(s => s.value !== '').map(s => [s.dataset.facet, Number(s.value)]);
  if (location.hash) history.replaceState(null, '', location.pathname);
  if (!query && !chosen.length) { one('.results').hidden = true; one('#articles').hidden = false; say(''); return; }
  const began = performance.now();
  const lines = find(query, chosen);
  root.dataset.took = String(performance.now() - began);
  const articles = new Set(lines.map(l => data.article[l])).size;
  list(lines, `${lines.length.toLocaleString('en')} ${lines.length === 1 ? 'line' : 'lines'} in ${articles.toLocaleString('en')} ${articles === 1 ? 'article' : 'articles'}`);
}
function route() {
  const set = /^#L(\d+)$/.exec(location.hash);
  if (!set) return;
  load();
  let at = 0;
  words = [];
  one('.q').value = '';
  const lines = (data.sets[set[1]] || '').split(' ').filter(Boolean).map(d => (at += Number(d)));
  list(lines, `${lines.length.toLocaleString('en')} ${lines.length === 1 ? 'line' : 'lines'} behind this number`);
}
root.classList.add('js');
one('.find').hidden = false;
let waiting = 0;
one('.q').addEventListener('input', () => { clearTimeout(waiting); waiting = setTimeout(search, 80); });
one('.q').addEventListener('focus', load);
one('.find').addEventListener('submit', event => { event.preventDefault(); search(); });
one('.more').addEventListener('click', more);
document.addEventListener('keydown', event => {
  const typing = /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName);
  if (event.key === '/' && !typing) { event.preventDefault(); one('.q').focus(); }
  if (event.key === 'Escape' && !one('.results').hidden) { one('.q').value = ''; root.querySelectorAll('.choices select').forEach(s => { s.value = ''; }); search(); }
});
addEventListener('hashchange', route);
route();
(window.requestIdleCallback || setTimeout)(load);
