// The model of the page, its panels and keys. Offsets are Python's: code points of the field, not UTF-16 units.
const root = document.getElementById('reading');
if (!root) return;
const all = (selector, within = root) => [...within.querySelectorAll(selector)];
const one = (selector, within = root) => within.querySelector(selector);
const made = (tag, attributes = {}, ...children) => {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name in element && typeof value !== 'string') element[name] = value;
    else element.setAttribute(name, value);
  }
  element.append(...children);
  return element;
};
const data = JSON.parse(one('.reading-data').textContent);
const say = text => { one('.found').replaceChildren(text); };
const amount = (n, noun) => `${n.toLocaleString('en')} ${noun}${n === 1 ? '' : 's'}`;

// ---- text and offsets
const texts = new Map();
const points = text => (/[\ud800-\udbff]/.test(text) ? [...text].length : text.length);
const units = (text, count) => (/[\ud800-\udbff]/.test(text) ? [...text].slice(0, count).join('').length : count);

function textOf(article, field) {
  const key = `${article}.${field}`;
  if (texts.has(key)) return texts.get(key);
  const place = one(`#a${article} .text[data-field="${field}"]`);
  const nodes = [];
  const first = Number(place?.dataset.start || 0);
  let text = '', start = first;
  if (place) {
    const walker = document.createTreeWalker(place, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT, node =>
      node.nodeType === 1 ? (node.classList.contains('m') ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_SKIP) : NodeFilter.FILTER_ACCEPT);
    while (walker.nextNode()) {
      const node = walker.currentNode;
      nodes.push({ node, start, at: text.length });
      text += node.data;
      start += points(node.data);
    }
  }
  const found = { article, field, nodes, text, first, length: start, wide: start - first !== text.length };
  texts.set(key, found);
  return found;
}
const last = (list, test) => { let low = 0, high = list.length; while (low < high) { const middle = (low + high) >> 1; if (test(list[middle])) low = middle + 1; else high = middle; } return Math.max(low - 1, 0); };
function point(whole, offset, end) {
  const entry = whole.nodes[last(whole.nodes, n => (end ? n.start < offset : n.start <= offset))];
  return entry ? [entry.node, Math.min(units(entry.node.data, Math.max(offset - entry.start, 0)), entry.node.data.length)] : null;
}
function rangeOf(article, field, start, end) {
  const whole = textOf(article, field), from = point(whole, start), to = point(whole, end, true);
  if (!from || !to) return null;
  const range = document.createRange();
  range.setStart(...from);
  range.setEnd(...to);
  return range;
}
function slice(whole, start, end) {
  const from = Math.max(start - whole.first, 0), to = Math.max(end - whole.first, 0);
  return whole.wide ? [...whole.text].slice(from, to).join('') : whole.text.slice(from, to);
}
/** Article, field and offset of a place in the document, or null outside the texts. */
function offsetOf(node, offset) {
  const place = (node.nodeType === 1 ? node : node.parentElement)?.closest('.text');
  if (!place || node.parentElement?.closest('.m')) return null;
  const whole = textOf(Number(place.closest('.art').dataset.a), place.dataset.field);
  if (node.nodeType === 1) {
    const inner = document.createTreeWalker(node.childNodes[offset] || node, NodeFilter.SHOW_TEXT).nextNode();
    if (!inner) return null;
    [node, offset] = [inner, node.childNodes[offset] ? 0 : inner.data.length];
  }
  const entry = whole.nodes.find(n => n.node === node);
  return entry ? { whole, at: entry.start + points(node.data.slice(0, offset)) } : null;
}
const spans = text => (text ? text.split(' ').map(s => s.split('-').map(Number)) : []);
const marks = (name, ranges) => {
  if (!('highlights' in CSS)) return;
  const kept = ranges.filter(Boolean);
  if (kept.length) CSS.highlights.set(`framing-${name}`, new Highlight(...kept));
  else CSS.highlights.delete(`framing-${name}`);
};

// ---- statements
const notes = all('.note').map(el => {
  const [article, number] = el.id.slice(1).split('.').map(Number);
  const [start, end] = el.dataset.r.split('-').map(Number);
  return { el, article, number, key: `${article}.${number}`, field: el.dataset.f, start, end, ...el.dataset };
});
const byKey = new Map(notes.map(n => [n.key, n]));
const label = note => document.getElementById(`s${note.key}`);
const runsOf = note => all(`#a${note.article} .text[data-field="${note.field}"] [data-n="${note.number}"]`);
const labelOf = article => one(`#a${article}`).dataset.label;
const inReadingOrder = all('.who').map(a => byKey.get(a.id.slice(1))).filter(Boolean);
let current = null, panel = null, cameFrom = null, depth = 0;

function visible(element, fully) {
  const box = element.getBoundingClientRect(), foot = panel && innerWidth < 640 ? innerHeight * 0.42 : innerHeight;
  return box.top >= 60 && box.bottom <= foot - (fully ? 20 : 0);
}
const goTo = element => { if (element && !visible(element)) element.scrollIntoView({ block: innerWidth < 640 ? 'start' : 'center' }); };

function close(back) {
  all('.on, .partner').forEach(e => e.classList.remove('on', 'partner'));
  panel?.classList.remove('open');
  marks('cue', []); marks('source', []);
  if (panel?.classList.contains('set')) marks('lines', []);
  const had = panel;
  panel = current = null;
  if (back && had) {
    const target = cameFrom;
    cameFrom = null;
    if (location.hash) history.replaceState(null, '', location.pathname + location.search);
    if (target?.isConnected) { target.focus({ preventScroll: true }); goTo(target); }
  }
  document.dispatchEvent(new CustomEvent('framing:closed'));
}
function open(element, focus) {
  close(false);
  panel = element;
  element.classList.add('open');
  element.scrollTop = 0;
  if (focus) element.focus({ preventScroll: true });
}
function show(note, { focus = true, scroll = true } = {}) {
  open(note.el, focus);
  current = note;
  const runs = runsOf(note);
  note.el.classList.toggle('at-left', innerWidth > 1050 && label(note).getBoundingClientRect().left > innerWidth / 2 - 80);
  runs.forEach(r => r.classList.add('on'));
  marks('cue', spans(note.cue).map(s => rangeOf(note.article, note.field, ...s)));
  marks('source', spans(note.src).map(s => rangeOf(note.article, note.field, ...s)));
  for (const link of all('dd a[href^="#s"]', note.el)) {
    const other = byKey.get(link.hash.slice(2));
    if (!other) continue;
    runsOf(other).forEach(r => r.classList.add('partner'));
    const column = label(other)?.closest('.beside .art');
    if (column && column.scrollHeight > column.clientHeight) column.scrollTop += label(other).getBoundingClientRect().top - column.getBoundingClientRect().top - 120;
  }
  if (scroll) goTo(runs[0] || label(note));
  document.dispatchEvent(new CustomEvent('framing:shown', { detail: note }));
}

// ---- the lines behind a number
const context = (whole, start, end, around = 60) => made('span', { class: 'kwic', dir: 'auto' },
  (start - whole.first > around ? '…' : '') + slice(whole, start - around, start).replace(/^\S*\s/, ''), made('mark', {}, slice(whole, start, Math.min(end, start + 400))),
  slice(whole, end, end + around).replace(/\s\S*$/, '') + (end + around < whole.length ? '…' : ''));
const lineOf = link => {
  const found = /#a(\d+)(t?)\.\d+$/.exec(link.getAttribute('href'));
  const [start, end] = link.dataset.r.split('-').map(Number);
  return found && document.getElementById(`a${found[1]}`) ? { article: Number(found[1]), field: found[2] ? 'title' : 'text', start, end } : null;
};
function showSet(element) {
  open(element, true);
  const links = all('li a', element);
  const lines = links.map(lineOf);
  if (!element.dataset.filled) {
    element.dataset.filled = '1';
    links.forEach((link, i) => { const l = lines[i]; if (l) link.after(context(textOf(l.article, l.field), l.start, l.end)); });
  }
  marks('lines', lines.map(l => l && rangeOf(l.article, l.field, l.start, l.end)));
  if (links.length && lines[0]) stepLine(element, links[0], false);
}
function stepLine(element, link, focus = true) {
  all('[aria-current]', element).forEach(a => a.removeAttribute('aria-current'));
  link.setAttribute('aria-current', 'true');
  const l = lineOf(link);
  const range = l && rangeOf(l.article, l.field, l.start, l.end);
  if (range) goTo(range.startContainer.parentElement);
  if (focus) { link.focus({ preventScroll: true }); link.scrollIntoView({ block: 'nearest' }); }
}

// ---- addresses
function route() {
  let id = decodeURIComponent(location.hash.slice(1));
  if (/^s\d+\.\d+$/.test(id)) { const n = byKey.get(id.slice(1)); if (n) { show(n, { focus: false }); label(n).focus({ preventScroll: true }); } return; }
  if (/^n\d/.test(id)) { const n = byKey.get(id.slice(1)); if (n) show(n); return; }
  if (/^L\d/.test(id)) { const set = document.getElementById(id); if (set) showSet(set); return; }
  if (panel && !id) close(true);
}
addEventListener('hashchange', route);
document.addEventListener('click', event => {
  const link = event.target.closest('a');
  if (link && !root.contains(link) && /#L\d+$/.test(link.getAttribute('href') || '')) { cameFrom = link; if (location.hash === link.hash) route(); }
  if (link && root.contains(link)) {
    if (link.classList.contains('close')) { event.preventDefault(); const n = current; close(true); if (n && !cameFrom) label(n).focus({ preventScroll: true }); return; }
    const set = link.closest('.set');
    if (set && lineOf(link)) { event.preventDefault(); stepLine(set, link); return; }
    if (link.classList.contains('who')) { cameFrom = link; if (location.hash === link.hash) route(); }
    return;
  }
  const run = event.target.closest?.('#reading [data-n]');
  if (run && getSelection().isCollapsed) {
    const n = byKey.get(`${run.closest('.art').dataset.a}.${run.dataset.n}`);
    if (n) { cameFrom = label(n); history.replaceState(null, '', `#n${n.key}`); show(n, { scroll: false }); }
  }
});
function step(by) {
  const shown = inReadingOrder.filter(n => label(n).offsetParent !== null && (!root.classList.contains('filtering') || n.el.dataset.hit));
  if (!shown.length) return;
  let at = current ? shown.indexOf(current) + by : -1;
  if (!current) {
    at = shown.findIndex(n => label(n).getBoundingClientRect().top > 70);
    if (by < 0) at = (at < 0 ? shown.length : at) - 1;
  }
  const next = shown[Math.min(Math.max(at, 0), shown.length - 1)];
  history.replaceState(null, '', `#n${next.key}`);
  show(next);
  cameFrom = label(next);
}
document.addEventListener('keydown', event => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const typing = /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName);
  if (event.key === 'Escape') {
    if (typing && event.target.type === 'search' && event.target.value) return;
    if (typing) event.target.blur();
    if (panel) { event.preventDefault(); close(true); } else document.dispatchEvent(new CustomEvent('framing:escape'));
    return;
  }
  if (typing || one('dialog[open]')) return;
  const set = panel?.classList.contains('set') ? panel : null;
  if (event.key === 'j' || event.key === 'k') step(event.key === 'j' ? 1 : -1);
  else if (set && (event.key === 'n' || event.key === 'p')) {
    const links = all('li a', set), at = links.findIndex(a => a.hasAttribute('aria-current')) + (event.key === 'n' ? 1 : -1);
    if (links[at]) stepLine(set, links[at]);
  } else if (event.key === '/') { one('.q').focus(); one('.q').select(); }
  else if (event.key === '?') help();
  else return;
  event.preventDefault();
});

// ---- help, two articles side by side
const helpBox = made('dialog', { 'aria-label': 'Help' });
const keys = [['j k', 'next and previous statement'], ['/', 'search'], ['n p', 'next and previous line behind a number'], ['Esc', 'close, and back to where you were'], ['?', 'this help']];
helpBox.append(made('h3', {}, 'Keys'), ...keys.map(([key, what]) => made('p', {}, ...key.split(' ').flatMap(k => [made('kbd', {}, k), ' ']), what)),
  made('p', {}, 'Click a statement, or a name in the margin, to see who speaks, by what chain, and why the program thinks so. ≈ leads to the article that has it too. Select words in the text to add a statement that is missing.'),
  made('form', { method: 'dialog' }, made('button', {}, 'Close')));
root.append(helpBox);
const help = () => helpBox.showModal();

for (const event of all('.event')) {
  const articles = all('.art', event);
  if (articles.length < 2) continue;
  const choose = (chosen, name) => made('select', { 'aria-label': name }, ...articles.map((a, i) => made('option', { value: String(i), selected: i === chosen }, a.dataset.label + ' ' + (one('h3', a).lastChild.textContent.trim()))));
  const left = choose(0, 'Article on the left'), right = choose(1, 'Article on the right');
  const button = made('button', { type: 'button', 'aria-pressed': 'false' }, 'Side by side');
  const arrange = () => {
    const on = button.getAttribute('aria-pressed') === 'true';
    event.classList.toggle('beside', on);
    const shown = [articles[left.value], articles[right.value]];
    articles.forEach(a => { a.hidden = on && !shown.includes(a); if (on) a.tabIndex = 0; else a.removeAttribute('tabindex'); });
    if (on) one('.columns', event).prepend(...new Set(shown));
    else one('.columns', event).append(...articles);
    left.hidden = right.hidden = !on || articles.length === 2;
  };
  button.addEventListener('click', () => { button.setAttribute('aria-pressed', String(button.getAttribute('aria-pressed') !== 'true')); arrange(); event.scrollIntoView(); });
  left.addEventListener('change', arrange); right.addEventListener('change', arrange);
  one('.about', event).append(button, left, right);
  left.hidden = right.hidden = true;
}
