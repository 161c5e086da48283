// The search page: asks the index that lies beside the site, and shows what it finds. Text is put in as text, never as HTML.

const BUNDLE = new URL("../pagefind/", document.baseURI);
const SHOWN = 10; // hits at a time
const PAUSE = 200; // milliseconds without a key before a search
const MONTHS = "januar februar marts april maj juni juli august september oktober november december".split(" ");
const DAY = new RegExp(`\\b0?(\\d\\d?)\\.? *(${MONTHS.join("|")})\\b(?: *(\\d{4})\\b)?`);
const COMMON = new Set("og i på til af for med om den det de en et er som der at fra ved har kan skal jeg hvad hvem hvor hvornår hvordan".split(" "));
const JOINT = /\^/g; // where the index parts a compound
// The fields beside the text: titles, parts of compounds in them, names of bodies and lists, the line under a title.
const FIELDS = { title: 3, ord: 2.5, navn: 2.5, navneord: 4, sted: 0.5, stedord: 0.3, art: 0.3 };
const RANKING = { termFrequency: 0.7, pageLength: 0.4, metaWeights: FIELDS };

const element = (id) => document.getElementById(id);
const [form, answer, list, more, without] = ["soegning", "soeg_svar", "soeg_fund", "soeg_flere", "soeg_uden"].map(element);
const selects = [...form.querySelectorAll("select")];
let latest = 0; // the search whose answer is waited for: one that comes after a later one's is not shown
let waiting = []; // hits that are not shown yet
let loaded, timer;

// --- what is loaded once, when somebody is about to search

function load() {
  loaded ??= loading();
  loaded.catch(() => (loaded = undefined));
  return loaded;
}

async function loading() {
  const [index, words] = await Promise.all([
    import(new URL("pagefind.js", BUNDLE)),
    fetch(new URL("words.txt", BUNDLE)).then((got) => (got.ok ? got.text() : Promise.reject(new Error(got.status)))),
  ]);
  await index.options({ ranking: RANKING });
  await index.init();
  return { index, words: words.split("\n").map((word) => ({ word, folded: folded(word) })) };
}

// --- what was typed, in words that the texts have

const folded = (word) => word.replace(/[æä]/g, "ae").replace(/[øö]/g, "oe").replace(/å/g, "aa");
const dated = (all, day, month, year) => (MONTHS[month - 1] ? `${+day} ${MONTHS[month - 1]} ${year}` : all);

function asked(said, words) {
  const typed = said.toLowerCase().normalize("NFC");
  const quoted = typed.match(/^["»«„“”](.+)["»«„“”]$/u);
  // A case number is that number or nothing: the index would else find what only begins alike.
  const number = typed.match(/^(?:sag[a-z]*[. ]*(?:nr[. ]*)?)?(\d+-\d{3,})$/);
  if (quoted ?? number) return { terms: [`"${(quoted ?? number)[1]}"`], newest: quoted, sign: number && `s${number[1]}`.replace("-", ""), unknown: [], instead: "" };
  const text = typed
    .replace(/\b(\d{4})-(\d\d?)-(\d\d?)\b/g, (all, year, month, day) => dated(all, day, month, year))
    .replace(/\b(\d\d?)[./-] ?(\d\d?)[./ -] ?(\d{4})\b/g, dated);
  const every = text.match(/\d[\d-]*\d|[\p{L}\p{N}]+/gu);
  const telling = (every ?? []).filter((word) => !COMMON.has(word) && (word.length > 1 || /\d/.test(word)));
  const found = (telling.length ? telling : every ?? []).map((word) => ({ word, ...known(word, words) }));
  const terms = found.map((one) => one.as).filter(Boolean);
  return {
    terms,
    sign: text.match(DAY)?.fill("d", 0, 1).join(""), // d12marts2026, or d12marts where no year was typed
    unknown: found.filter((one) => !one.as).map((one) => one.word),
    instead: found.some((one) => one.as && one.guessed) ? terms.join(" ") : "",
  };
}

// A word as the texts have it: as it is, spelt otherwise (ålborg), inside a longer one, in another form, one letter off, or its tail.
function known(typed, words) {
  if (/\d/.test(typed) || words.some(({ word }) => word.startsWith(typed))) return { as: typed };
  const plain = folded(typed);
  const spelt = words.find((one) => one.folded.startsWith(plain))?.word;
  if (spelt) {
    const ends = [...spelt].findIndex((_, at) => folded(spelt.slice(0, at + 1)) === plain);
    return { as: ends < 0 ? spelt : spelt.slice(0, ends + 1) };
  }
  if (typed.length < 4) return { as: "" };
  const longest = (some) => some.reduce((long, { word }) => (word.length > long.length ? word : long), "");
  const begun = words.filter((one) => one.word.length > 3 && one.word.length * 2 >= typed.length && plain.startsWith(one.folded));
  if (longest(begun).length >= typed.length - 4) return { as: longest(begun) };
  const ended = words.filter((one) => one.word.length > 4 && plain.endsWith(one.folded));
  const inside = words.find((one) => one.folded.includes(plain));
  const near = words.filter((one) => one.word[0] === typed[0] && (isNear(one.word, typed) || isNear(one.folded, plain)));
  const used = ({ word }) => words.filter((one) => one.word.startsWith(word)).length; // what many words begin with is common
  const guess = inside ?? near.sort((one, other) => used(other) - used(one))[0];
  return { as: guess?.word ?? longest([...ended, ...begun]), guessed: true }; // the greater part: sygetransport, transportudvalg
}

// Whether two words are forms of one, or parted by one letter too many, too few, wrong, or two in the wrong order.
function isNear(one, other) {
  let at = 0;
  while (at < one.length && one[at] === other[at]) at++;
  const same = (skipped, passed) => one.slice(at + skipped) === other.slice(at + passed);
  const swapped = one[at] === other[at + 1] && one[at + 1] === other[at] && same(2, 2);
  return same(1, 1) || same(1, 0) || same(0, 1) || swapped || (at > 5 && Math.max(one.length, other.length) - at < 4);
}

// --- searching

async function search() {
  const mine = ++latest;
  const typed = form.elements.q.value.trim();
  const text = typed.length > 1 ? typed : "";
  const filters = Object.fromEntries(selects.filter((one) => one.value && one.name !== "orden").map((one) => [one.name, one.value]));
  if (!text && !Object.keys(filters).length) return show([], "", mine);
  try {
    const { index, words } = await load();
    const query = asked(text, words);
    const sort = query.newest || !text || form.elements.orden.value ? { dato: "desc" } : {};
    const ask = async (term, order = sort) => (await index.search(term, { filters, sort: order })).results;
    let found = query.terms.length || !text ? await ask(query.terms.join(" ") || null) : [];
    const loose = !found.length && query.terms.length > 1;
    if (loose) found = together(await Promise.all(query.terms.map((term) => ask(term))));
    // The meetings of a day and the items of a case number come before what only mentions it, the newest first.
    if (query.sign && !sort.dato) {
      const signed = (await ask(`"${query.sign}"`, { dato: "asc" })).map(({ id }) => id);
      found.sort((one, other) => signed.indexOf(other.id) - signed.indexOf(one.id));
    }
    await show(found, told(found.length, text, query, loose), mine);
  } catch (error) {
    console.error(error);
    show([], "", mine);
    without.firstElementChild.textContent = "Søgningen virker ikke lige nu. Du kan finde det samme i listerne her.";
    without.classList.add("shown");
  }
}

// The hits of several searches, those of most of them first.
function together(searches) {
  const hits = new Map();
  for (const hit of searches.flat()) hits.set(hit.id, { hit, score: (hits.get(hit.id)?.score ?? 0) + 1000 + hit.score });
  return [...hits.values()].sort((one, other) => other.score - one.score).map(({ hit }) => hit);
}

function told(number, text, { instead, unknown }, loose) {
  const said = number ? [`${number} ${number === 1 ? "resultat" : "resultater"}.`] : [`Ingen resultater${text && ` for »${text}«`}.`];
  if (loose && number) said.push("Intet sted nævner alle ordene. Her er steder, der nævner nogle af dem.");
  if (instead) said.push(`Der er søgt efter »${instead}«.`);
  if (number && unknown.length) said.push(`${unknown.map((word) => `»${word}«`).join(", ")} står ingen steder på siden.`);
  if (!number) said.push("Prøv andre eller færre ord, eller fjern en afgrænsning.");
  return said.join(" ");
}

// --- showing

async function show(found, words, mine) {
  const hits = await Promise.all(found.slice(0, SHOWN).map(entry));
  if (mine !== latest) return;
  keep(found.slice(SHOWN));
  answer.textContent = words;
  list.replaceChildren(...hits);
}

function keep(hits) {
  waiting = hits;
  more.hidden = !hits.length;
}

async function entry(hit) {
  const { url, meta, excerpt } = await hit.data();
  const link = made("a", "", meta.title);
  link.href = url.replace(/(#.*)\.html$/, "$1");
  const place = [meta.art, meta.sted].filter(Boolean).join(" · ");
  return made("li", "hit", made("h2", "", link), made("p", "line-note", place), made("p", "excerpt", ...marked(excerpt)));
}

// An excerpt comes as text with <mark> in it, and with < and > of the text itself as &lt; and &gt;. Marks end with the word.
function marked(excerpt) {
  const text = excerpt.replace(JOINT, "").replace(/([^\p{L}\p{N}]*)<\/mark>/gu, "</mark>$1");
  const plain = (part) => part.replace(/&lt;/g, "<").replace(/&gt;/g, ">");
  return text.split(/<\/?mark>/).map((part, at) => (at % 2 ? made("mark", "", plain(part)) : plain(part)));
}

function made(name, className, ...children) {
  const one = Object.assign(document.createElement(name), className && { className });
  one.append(...children);
  return one;
}

// --- the address says what is searched for, so that it can be kept, sent and gone back to

function read() {
  const said = new URLSearchParams(location.search);
  form.elements.q.value = said.get("q") ?? "";
  for (const field of selects) field.value = [...field.options].find((one) => one.value === said.get(field.name))?.value ?? "";
  if (selects.some((field) => field.value)) form.querySelector("details").open = true;
}

function go(way) {
  clearTimeout(timer);
  const said = String(new URLSearchParams([...new FormData(form)].filter(([, value]) => value.trim())));
  const here = location.pathname + (said && `?${said}`);
  if (here !== location.pathname + location.search) history[way](null, "", here);
  search();
}

form.addEventListener("submit", (event) => (event.preventDefault(), go("pushState")));
for (const field of selects) field.addEventListener("change", () => go("pushState"));
form.elements.q.addEventListener("focus", () => load().catch(() => {}), { once: true });
form.elements.q.addEventListener("input", () => (clearTimeout(timer), (timer = setTimeout(go, PAUSE, "replaceState"))));
more.addEventListener("click", async () => {
  const hits = await Promise.all(waiting.slice(0, SHOWN).map(entry));
  keep(waiting.slice(SHOWN));
  list.append(...hits);
  hits[0].querySelector("a").focus();
});
addEventListener("popstate", () => (read(), search()));

read();
if (location.search) {
  form.elements.q.focus({ preventScroll: true });
  search();
}
