// The editor in the browser, set up: its configuration, and a way of writing files that leaves alone what nobody changed.
//
// The editor itself would write a file anew: comments gone, dates in quotes, lists in another form, empty keys. So files are read and
// written here: every value is text, as sitegen reads it, and only the lines of what was changed are written again.
"use strict";

window.CMS_MANUAL_INIT = true;

const sitegen = (() => {
  const Y = window.jsyaml;
  const READ = { schema: Y.FAILSAFE_SCHEMA };
  const LONGEST = 110; // characters of a mapping that is written on one line
  const WAS = "_was"; // the file as it was read; what begins with an underscore is never written
  const OPENING = /^\uFEFF?---[ \t]*\r?\n/;
  const CLOSING = /^---[ \t]*(?:\r?\n|$)/m;
  const SAID = { true: true, yes: true, ja: true, false: false, no: false, nej: false };
  const UNREADABLE = "Filen har en fejl, så felterne i den ikke kan læses. Intet er gemt. Fejlen skal rettes i selve filen først.";
  let lists = []; // the names of the fields of each form, in their order
  let switches = []; // the names of the fields that are a yes or a no

  // --- values

  const isMap = (value) => value !== null && typeof value === "object" && !Array.isArray(value);

  // What a value comes to: text, and nothing where there is nothing; "no" is what a switch says that nobody touched.
  function meant(value) {
    if (Array.isArray(value)) {
      const found = value.map(meant).filter((one) => one !== undefined);
      return found.length ? found : undefined;
    }
    if (isMap(value)) {
      const found = {};
      for (const name of ordered(Object.keys(value))) {
        const one = name.startsWith("_") ? undefined : meant(value[name]);
        if (one !== undefined) found[name] = one;
      }
      return Object.keys(found).length ? found : undefined;
    }
    const text = value === undefined || value === null || value === false ? "" : String(value).trim();
    return text === "" || text === "false" ? undefined : text;
  }

  const same = (one, other) => JSON.stringify(meant(one)) === JSON.stringify(meant(other));

  function ordered(names) {
    const list = lists.find((known) => names.every((name) => known.includes(name) || name.startsWith("_"))) || [];
    const rank = (name) => (list.includes(name) ? list.indexOf(name) : list.length);
    return [...names].sort((one, other) => rank(one) - rank(other));
  }

  // --- a new text

  function styled(documents) {
    Y.visit(documents, (node) => {
      const parts = node.kind === "sequence" ? node.items : [];
      const plain = (one) => one.kind === "scalar" && !one.value.includes("\n");
      if (parts.length && parts.every(plain)) node.style = Y.COLLECTION_STYLE.FLOW;
      for (const part of parts) {
        if (part.kind !== "mapping" || !part.items.every((pair) => plain(pair.value))) continue;
        const length = part.items.reduce((sum, pair) => sum + pair.key.value.length + pair.value.value.length + 4, 6);
        if (length <= LONGEST) part.style = Y.COLLECTION_STYLE.FLOW;
      }
    });
  }

  const HOW = { ...READ, lineWidth: -1, noRefs: true, quoteStyle: "double" };
  const fresh = (value) => Y.dump(value, { ...HOW, transform: styled });
  const inline = (value) => Y.dump([value], { ...HOW, flowLevel: 0 }).trim().slice(1, -1);
  const block = (value) => Y.dump(value, HOW);
  const indented = (text, by) => text.replace(/^(?=.)/gm, " ".repeat(by));

  // --- the text that was there, with the place of everything in it

  function tree(text) {
    const events = Y.parseEvents(text, READ);
    let at = 0;
    const closing = (from, mark) => text.indexOf(mark, from) + 1;
    function node() {
      const event = events[at++];
      const flow = event.style === Y.COLLECTION_STYLE.FLOW;
      if (event.type === Y.EVENT_MAPPING || event.type === Y.EVENT_SEQUENCE) {
        const list = event.type === Y.EVENT_SEQUENCE;
        const found = { kind: list ? "list" : "map", flow, start: event.start, end: event.start, parts: [] };
        while (events[at].type !== Y.EVENT_POP) {
          const key = list ? null : node();
          const value = node();
          found.parts.push({ key, value });
          found.end = Math.max(value.end, key ? key.end : 0);
        }
        at += 1;
        if (flow) found.end = closing(Math.max(found.end, found.start + 1), list ? "]" : "}");
        return found;
      }
      const quoted = [Y.SCALAR_STYLE.SINGLE_QUOTED, Y.SCALAR_STYLE.DOUBLE_QUOTED].includes(event.style) ? 1 : 0;
      const many = [Y.SCALAR_STYLE.LITERAL_BLOCK, Y.SCALAR_STYLE.FOLDED_BLOCK].includes(event.style);
      return { kind: "scalar", start: event.valueStart - quoted, end: event.valueEnd + quoted, many };
    }
    at = events.findIndex((event) => event.type === Y.EVENT_MAPPING);
    return at < 0 ? null : node();
  }

  // Where the line begins that something stands on, with the comments right above it.
  function lineOf(text, at, least) {
    let start = text.lastIndexOf("\n", at - 1) + 1;
    while (start > least) {
      const above = text.lastIndexOf("\n", start - 2) + 1;
      if (above < least || !/^[ \t]*#/.test(text.slice(above, start))) break;
      start = above;
    }
    return Math.max(start, least);
  }

  // --- what was there and what is wanted: the text between two places, written again where it must be

  function leaf(text, node, from, to, value) {
    const body = inline(value);
    if (node.many || node.end <= node.start || body.includes("\n") || text.slice(node.start, node.end).includes("\n")) return null;
    return text.slice(from, node.start) + body + text.slice(node.end, to);
  }

  // A value's part of the text, [from, to); null where it must be written anew with its key.
  function kept(text, node, from, to, old, value) {
    if (same(old, value)) return text.slice(from, to);
    if (node.kind === "map" && !node.flow && isMap(value)) return text.slice(from, node.start) + keys(text, node, to, old, value);
    if (node.kind === "list" && !node.flow && Array.isArray(value)) return elements(text, node, from, to, old, value);
    const whole = node.flow || (node.kind === "scalar" && typeof value === "string");
    return whole ? leaf(text, node, from, to, value) : null;
  }

  function keys(text, node, to, old, value) {
    const names = node.parts.map((part) => text.slice(part.key.start, part.key.end).replace(/^["']|["']$/g, ""));
    const starts = node.parts.map((part, index) => (index ? lineOf(text, part.key.start, node.parts[index - 1].key.end) : node.start));
    const by = node.start - (text.lastIndexOf("\n", node.start - 1) + 1);
    const anew = (name) => indented(fresh({ [name]: meant(value[name]) }), by);
    const pieces = [];
    names.forEach((name, index) => {
      const end = index + 1 < starts.length ? starts[index + 1] : to;
      const wanted = meant(value[name]);
      if (wanted === undefined && meant(old[name]) !== undefined) return;
      const part = node.parts[index].value;
      const before = text.slice(starts[index], end);
      const found = same(old[name], wanted) ? before : kept(text, part, starts[index], end, old[name], wanted);
      pieces.push({ name, text: found ?? (index ? "" : "\u0000") + anew(name) });
    });
    for (const name of ordered(Object.keys(value))) {
      if (names.includes(name) || name.startsWith("_") || meant(value[name]) === undefined) continue;
      const order = ordered([...new Set([...pieces.map((piece) => piece.name), name])]);
      const after = pieces.findIndex((piece) => order.indexOf(piece.name) > order.indexOf(name));
      const place = after < 0 ? pieces.length : after;
      if (place && !pieces[place - 1].text.endsWith("\n")) pieces[place - 1].text += "\n";
      pieces.splice(place, 0, { name, text: anew(name) });
    }
    // The first key stands where the mapping begins, which may be behind a hyphen: its own indentation is there already.
    const bare = (piece, index) => {
      const own = piece.text.replace("\u0000", "");
      if (index === 0) return own.replace(/^ +/, "");
      return own.startsWith(" ".repeat(by)) || piece.name !== names[0] ? own : " ".repeat(by) + own;
    };
    return pieces.map(bare).join("");
  }

  function elements(text, node, from, to, old, value) {
    const starts = node.parts.map((part, index) => {
      const dash = text.lastIndexOf("-", part.value.start - 1);
      return lineOf(text, dash, index ? node.parts[index - 1].value.end : from);
    });
    if (!starts.length) return null;
    const dash = text.lastIndexOf("-", node.parts[0].value.start - 1);
    const by = dash - (text.lastIndexOf("\n", dash - 1) + 1);
    const flow = node.parts.some((part) => part.value.kind === "map" && part.value.flow) || node.parts[0].value.kind === "scalar";
    const anew = (one) => indented(flow ? `- ${inline(one)}\n` : block([one]), by);
    const wanted = meant(value) ?? [];
    const rows = old.map((one) => JSON.stringify(meant(one)));
    const columns = wanted.map((one) => JSON.stringify(one));
    let result = text.slice(from, starts[0]);
    const put = (piece) => {
      if (result && !result.endsWith("\n")) result += "\n";
      result += piece;
    };
    let [row, column] = [0, 0];
    for (const [nextRow, nextColumn] of [...common(rows, columns), [rows.length, columns.length]]) {
      while (row < nextRow || column < nextColumn) {
        if (row < nextRow && column < nextColumn) {
          const end = row + 1 < starts.length ? starts[row + 1] : to;
          put(kept(text, node.parts[row].value, starts[row], end, old[row], wanted[column]) ?? anew(wanted[column]));
        } else if (column < nextColumn) put(anew(wanted[column]));
        row += row < nextRow ? 1 : 0;
        column += column < nextColumn ? 1 : 0;
      }
      if (row < rows.length) put(text.slice(starts[row], row + 1 < starts.length ? starts[row + 1] : to));
      row += 1;
      column += 1;
    }
    return result;
  }

  // The longest row of equal things in both, as pairs of places.
  function common(rows, columns) {
    const length = Array.from({ length: rows.length + 1 }, () => new Array(columns.length + 1).fill(0));
    for (let r = rows.length - 1; r >= 0; r -= 1) {
      for (let c = columns.length - 1; c >= 0; c -= 1) {
        length[r][c] = rows[r] === columns[c] ? length[r + 1][c + 1] + 1 : Math.max(length[r + 1][c], length[r][c + 1]);
      }
    }
    const found = [];
    for (let [r, c] = [0, 0]; r < rows.length && c < columns.length; ) {
      if (rows[r] === columns[c]) found.push([r++, c++]);
      else if (length[r + 1][c] >= length[r][c + 1]) r += 1;
      else c += 1;
    }
    return found;
  }

  function written(was, value) {
    const wanted = meant(value) ?? {};
    const old = loaded(was);
    if (!old) throw Object.assign(new Error(UNREADABLE), { name: "" }); // shown to whoever writes, after "could not be saved"
    const node = was.trim() ? tree(was) : null;
    if (!node) return Object.keys(wanted).length ? was + fresh(wanted) : was;
    return was.slice(0, node.start) + keys(was, node, was.length, old, value);
  }

  // --- the two forms of file

  // What a text says; null where it cannot be read: the form is empty then, and must not be written over the text.
  function loaded(text) {
    try {
      const found = Y.loadAll(text, READ)[0] || {};
      return isMap(found) ? switched(found) : null;
    } catch {
      return null;
    }
  }

  // A switch of the editor wants a yes or no that is one.
  function switched(value, name) {
    if (Array.isArray(value)) return value.map((one) => switched(one, name));
    if (isMap(value)) return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, switched(one, key)]));
    return switches.includes(name) ? SAID[value.trim().toLowerCase()] ?? value : value;
  }

  function parted(text) {
    const opening = OPENING.exec(text);
    const rest = opening ? text.slice(opening[0].length) : text;
    const closing = opening && CLOSING.exec(rest);
    if (!closing) return null;
    return { matter: rest.slice(0, closing.index), body: rest.slice(closing.index + closing[0].length) };
  }

  const data = {
    fromFile: (text) => ({ ...loaded(text.replace(/\r\n/g, "\n")), [WAS]: text.replace(/\r\n/g, "\n") }),
    toFile: (value) => written(value[WAS] ?? "", value),
  };

  const document_ = {
    fromFile(text) {
      const clean = text.replace(/\r\n/g, "\n");
      const { matter, body } = parted(clean) ?? { matter: "", body: clean };
      const found = loaded(matter) ?? {};
      return { ...found, body, _supplement: meant(found.supplement) !== undefined, [WAS]: clean };
    },
    toFile({ body, ...value }) {
      const was = parted(value[WAS] ?? "") ?? { matter: "", body: "" };
      const text = body ?? "";
      const own = text.trimEnd() === was.body.trimEnd() ? was.body : text.trim() ? `${text.trimEnd()}\n` : "";
      return `---\n${written(was.matter, value)}---\n${own}`;
    },
  };

  function formsIn(fields) {
    return [fields, ...fields.flatMap((field) => (field.fields ? formsIn(field.fields) : []))];
  }

  function know(config) {
    const forms = config.collections.flatMap((collection) => [collection, ...(collection.files || [])]);
    const found = forms.flatMap((form) => (form.fields ? formsIn(form.fields) : []));
    lists = found.map((fields) => fields.map((field) => field.name));
    switches = found.flat().filter((field) => field.widget === "boolean").map((field) => field.name);
  }

  return { data, document: document_, know };
})();

async function begin() {
  const address = document.querySelector('link[rel="cms-config-url"]').href;
  const config = window.jsyaml.load(await (await fetch(address)).text());
  sitegen.know(config);
  window.CMS.registerCustomFormat("yaml-frontmatter", "md", sitegen.document);
  window.CMS.registerCustomFormat("yml", "yml", sitegen.data);
  window.CMS.init({ config: { ...config, load_config_file: false } });
}

if (window.CMS_AUTOMATIC !== false) addEventListener("DOMContentLoaded", begin);
