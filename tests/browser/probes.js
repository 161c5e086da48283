// What the tests ask of a page, beyond what an automatic checker does. Each probe returns plain data.
(() => {
  const words = (text) => text.replace(/[\u2060\u00ad]/g, "").replace(/\s+/g, " ").trim();
  const where = (element) => {
    const parts = [];
    for (let e = element; e && e !== document.body && parts.length < 4; e = e.parentElement) {
      parts.unshift(e.localName + (e.id ? "#" + e.id : "") + [...e.classList].map((c) => "." + c).join(""));
    }
    return parts.join(" > ");
  };
  const all = (selector) => [...document.querySelectorAll(selector)];
  const style = (element) => getComputedStyle(element);
  const shown = (element) => element.checkVisibility({ visibilityProperty: true, opacityProperty: true });

  // What is asked of an element and of all that it stands in is remembered as long as a probe lasts.
  const chained = (own) => {
    const known = new Map();
    const ask = (element) => {
      if (!element || element === document.documentElement) return own(element ?? document.documentElement, null);
      if (!known.has(element)) known.set(element, own(element, () => ask(element.parentElement)));
      return known.get(element);
    };
    return ask;
  };

  // For screen readers only: there, but clipped to nothing or put beyond the window's edge.
  const hidden = () =>
    chained((e, above) => {
      if (!above) return false;
      const s = style(e);
      if (s.position === "absolute") {
        if (s.clipPath.startsWith("inset(50%")) return true;
        const r = e.getBoundingClientRect();
        if (r.right <= 0 || r.bottom + scrollY <= 0) return true;
      }
      return above();
    });
  const unseen = (element) => hidden()(element);

  const texts = (root = document.body) => {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    const found = [];
    const away = hidden();
    const there = new Map();
    const here = (e) => there.get(e) ?? there.set(e, shown(e) && !away(e)).get(e);
    while (walker.nextNode()) {
      const node = walker.currentNode;
      const element = node.parentElement;
      if (!words(node.data) || !element || element.closest("script, style, template, title, noscript, select")) continue;
      if (here(element)) found.push([node, element]);
    }
    return found;
  };
  const lines = (node) => {
    const range = document.createRange();
    range.selectNodeContents(node);
    return [...range.getClientRects()].filter((r) => r.width > 1 && r.height > 1);
  };
  // Text that is cut off: by the window's edge, by that of its drawing, or by a box that hides what it cannot hold.
  const clipped = () => {
    const found = [];
    const window_ = [{ left: 0, right: innerWidth, top: -Infinity, bottom: Infinity }, "the window"];
    const edgesOf = chained((e, above) => {
      if (!above) return [window_];
      if (e.namespaceURI.endsWith("svg") && e.localName !== "svg") return above();
      const { overflowX, overflowY } = style(e);
      if (/auto|scroll/.test(overflowX + overflowY)) return []; // it can be scrolled into sight
      return /hidden|clip/.test(overflowX + overflowY) ? [[e.getBoundingClientRect(), where(e)], ...above()] : above();
    });
    for (const [node, element] of texts()) {
      const edges = edgesOf(element);
      for (const r of lines(node)) {
        const edge = edges.find(([e]) => r.right > e.right + 1 || r.left < e.left - 1 || r.bottom > e.bottom + 2 || r.top < e.top - 2);
        if (edge) {
          found.push(`${where(element)} "${words(node.data)}" is cut off by ${edge[1]}`);
          break;
        }
      }
    }
    return found;
  };
  const wider = () => (document.documentElement.scrollWidth > innerWidth ? ["the page is wider than the window"] : []);

  // Two texts printed on top of each other.
  const overlapping = () => {
    const boxes = [];
    for (const [node, element] of texts()) {
      for (const r of lines(node)) {
        const slack = r.height * 0.2; // a line's box is higher than its letters
        boxes.push({ l: r.left + 1, r: r.right - 1, t: r.top + slack, b: r.bottom - slack, node, element });
      }
    }
    boxes.sort((a, b) => a.t - b.t);
    const found = [];
    for (let i = 0; i < boxes.length; i++) {
      const a = boxes[i];
      for (let j = i + 1; j < boxes.length && boxes[j].t < a.b; j++) {
        const b = boxes[j];
        if (a.node !== b.node && Math.min(a.r, b.r) - Math.max(a.l, b.l) > 2 && Math.min(a.b, b.b) - b.t > 2) {
          const fixed = [a, b].some((box) => /fixed|sticky/.test(style(box.element).position));
          if (!fixed) found.push(`${where(a.element)} "${words(a.node.data)}" and ${where(b.element)} "${words(b.node.data)}"`);
        }
      }
    }
    return found;
  };

  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const known = new Map();
  const rgba = (colour) => {
    if (!known.has(colour)) {
      canvas.clearRect(0, 0, 1, 1);
      canvas.fillStyle = colour;
      canvas.fillRect(0, 0, 1, 1);
      const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data;
      known.set(colour, [r, g, b, a / 255]);
    }
    return known.get(colour);
  };
  const over = (top, below) => [0, 1, 2].map((i) => top[i] * top[3] + below[i] * (1 - top[3])).concat(1);
  const grounds = () =>
    chained((e, above) => over(rgba(style(e).backgroundColor), above ? above() : rgba(matchMedia("(prefers-color-scheme: dark)").matches ? "#121212" : "#fff")));
  const luminance = ([r, g, b]) => {
    const [x, y, z] = [r, g, b].map((v) => v / 255).map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
    return 0.2126 * x + 0.7152 * y + 0.0722 * z;
  };
  const ratio = (a, b) => {
    const [high, low] = [luminance(a), luminance(b)].sort((x, y) => y - x);
    return (high + 0.05) / (low + 0.05);
  };
  // A drawing's text stands on the last shape that was drawn below it, else on what the drawing stands on.
  const drawnBelow = (node, element) => {
    const [line] = lines(node);
    if (!line) return null;
    const [x, y] = [line.left + line.width / 2, line.top + line.height / 2];
    const shapes = [...element.ownerSVGElement.querySelectorAll("circle, rect, path, polygon, ellipse")].filter((shape) => {
      const r = shape.getBoundingClientRect();
      const before = shape.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_FOLLOWING;
      return before && style(shape).fill !== "none" && !shape.closest("symbol, defs") && r.left <= x && x <= r.right && r.top <= y && y <= r.bottom;
    });
    return shapes.pop() ?? null;
  };

  // Text paler than 4.5 : 1, or 3 : 1 where it is large; the texts of drawings too.
  const faint = () => {
    const found = [];
    const behind = grounds();
    for (const [node, element] of texts()) {
      const s = style(element);
      const size = parseFloat(s.fontSize);
      const large = size >= 24 || (size >= 18.66 && Number(s.fontWeight) >= 700);
      const shape = element.ownerSVGElement ? drawnBelow(node, element) : null;
      const ground = shape ? over(rgba(style(shape).fill), behind(shape)) : behind(element);
      const ink = over(rgba(element.ownerSVGElement ? s.fill : s.color), ground);
      const is = ratio(ink, ground);
      if (is < (large ? 3 : 4.5) - 0.005) found.push(`${where(element)} "${words(node.data)}" ${is.toFixed(2)} : 1`);
    }
    for (const field of all("input[placeholder], textarea[placeholder]")) {
      const ground = behind(field);
      const is = ratio(over(rgba(getComputedStyle(field, "::placeholder").color), ground), ground);
      if (is < 4.5) found.push(`${where(field)} placeholder ${is.toFixed(2)} : 1`);
    }
    return found;
  };

  const referred = (element, attribute) =>
    (element.getAttribute(attribute) || "").split(/\s+/).filter(Boolean).map((id) => document.getElementById(id)?.textContent ?? "");
  const content = (node) => {
    if (node.nodeType === Node.TEXT_NODE) return node.data;
    if (node.nodeType !== Node.ELEMENT_NODE || node.getAttribute("aria-hidden") === "true") return "";
    if (node.localName === "img") return node.alt;
    return [...node.childNodes].map(content).join(" ");
  };
  const name = (element) => words(referred(element, "aria-labelledby").join(" ") || element.getAttribute("aria-label") || content(element));
  const label = (element) => {
    const read = (node) => {
      if (node.nodeType === Node.TEXT_NODE) return node.data;
      if (node.nodeType !== Node.ELEMENT_NODE || node.getAttribute("aria-hidden") === "true" || unseen(node) || !shown(node)) return "";
      return [...node.childNodes].map(read).join(" ");
    };
    return words(read(element));
  };

  const heads = all("h1, h2, h3, h4");
  // Each link with what tells where it leads: its sentence, entry or cell, the cell's headers, and the heading above.
  const links = () =>
    all("a[href]").filter(shown).map((a) => {
      const block = a.closest("li, p, td, th, dt, dd, h1, h2, h3, h4, caption, figcaption") || a.parentElement;
      const rows = [...(a.closest("tr")?.querySelectorAll("th[scope=row]") ?? [])];
      const column = a.closest("td")?.dataset.label ?? "";
      const definition = a.closest("dd");
      let term = definition?.previousElementSibling;
      while (term && term.localName !== "dt") term = term.previousElementSibling;
      const heading = heads.filter((h) => h !== block && h.compareDocumentPosition(a) & Node.DOCUMENT_POSITION_FOLLOWING).pop();
      const context = [block, ...rows, term, heading].map((e) => (e ? words(content(e)) : "")).concat(column).join(" | ");
      return { name: name(a), context, target: a.href, where: where(a) };
    });

  const pictures = () =>
    all("img, svg, [role=img]").filter((e) => !e.parentElement.closest("svg")).map((e) => ({
      where: where(e),
      kind: e.localName,
      hidden: e.closest("[aria-hidden=true]") !== null,
      role: e.getAttribute("role"),
      text: e.localName === "img" ? e.getAttribute("alt") : words(referred(e, "aria-labelledby").join(" ") || e.getAttribute("aria-label") || ""),
      file: e.localName === "img" ? decodeURI(e.src.split("/").pop()) : "",
      described: words(referred(e, "aria-describedby").join(" ") || content(e.closest("figure")?.querySelector("figcaption") ?? new Text(""))),
      data: e.closest("figure") !== null || e.querySelector("text") !== null,
    }));

  const bareSigns = () =>
    texts().filter(([node, e]) => /\p{So}|\p{Sm}/u.test(node.data) && !/[\p{L}\p{N}]/u.test(node.data) && !e.closest("[aria-hidden=true]")).map(([, e]) => where(e));

  const structure = () => ({
    headings: all("h1, h2, h3, h4, h5, h6").filter(shown).map((h) => [Number(h.localName[1]), words(h.textContent)]),
    tables: all("table").map((t) => ({
      where: where(t),
      name: words(t.caption?.textContent ?? "") || name(t.closest("[aria-label], [aria-labelledby]") ?? new Option("")),
      headers: t.querySelectorAll("th").length,
      unscoped: [...t.querySelectorAll("th:not([scope])")].map((th) => words(th.textContent)),
      mislabelled: [...t.querySelectorAll("td[data-label]")].filter((td) => {
        const head = t.tHead?.rows[0]?.cells[td.cellIndex];
        return t.tHead?.rows.length === 1 && head && !words(head.textContent).toLowerCase().includes(words(td.dataset.label).toLowerCase());
      }).map((td) => `${td.dataset.label}: ${words(td.textContent)}`),
    })),
    landmarks: ["header", "main", "footer", "nav"].map((tag) => all(`body ${tag}`).length),
    terms: all("dl > :not(dt, dd, div)").length,
    fields: all("input:not([type=hidden]), select, textarea").map((f) => ({
      where: where(f),
      type: f.type,
      name: f.name,
      label: words([...(f.labels ?? [])].map((l) => l.textContent).join(" ") || f.getAttribute("aria-label") || referred(f, "aria-labelledby").join(" ")),
      autocomplete: f.getAttribute("autocomplete"),
      group: f.type === "radio" || f.type === "checkbox" ? words(f.closest("fieldset")?.querySelector("legend")?.textContent ?? "") : "-",
    })),
  });

  const misnamed = () =>
    all("a[href], button, summary, input[type=submit], [role=button]").filter(shown).flatMap((e) => {
      const seen = (e.localName === "input" ? e.value : label(e)).toLowerCase();
      return name(e).toLowerCase().includes(seen) ? [] : [`${where(e)}: sees "${seen}", is called "${name(e)}"`];
    });

  const stops = () =>
    all("a[href], button:enabled, summary, input:enabled:not([type=hidden]), select:enabled, textarea:enabled, [tabindex='0']").filter((e) => {
      const folded = e.closest("details:not([open])");
      const radio = e.type === "radio" && !e.checked && e.form?.querySelector(`input[type=radio][name="${e.name}"]:checked`);
      return e.tabIndex >= 0 && shown(e) && !radio && (!folded || (e.localName === "summary" && e.parentElement === folded));
    });
  // Remembers where the focus comes as Tab is pressed, and whether it is seen there.
  const follow = () => {
    const expected = stops();
    window.walked = { expected: expected.length, order: [], faint: [], covered: [] };
    document.addEventListener("focusin", ({ target }) => {
      const s = style(target);
      const seen = (s.outlineStyle !== "none" && parseFloat(s.outlineWidth) >= 2) || s.boxShadow !== "none";
      window.walked.order.push(expected.indexOf(target));
      if (!seen) window.walked.faint.push(where(target));
      const r = target.getClientRects()[0] ?? target.getBoundingClientRect();
      const at = document.elementFromPoint(Math.max(r.left + r.width / 2, 0), r.top + Math.min(r.height / 2, 12));
      if (r.bottom > 0 && r.top < innerHeight && at && !target.contains(at) && !at.contains(target)) window.walked.covered.push(`${where(target)} under ${where(at)}`);
    });
  };

  // Links and controls that stand alone (not in a sentence) and are lower than a finger needs.
  const small = (least) =>
    stops().filter((e) => !unseen(e)).flatMap((e) => {
      const r = e.getBoundingClientRect();
      const field = e.labels?.length ? [...e.labels].map((l) => l.getBoundingClientRect()) : [];
      const height = Math.max(r.height, ...field.map((l) => l.height));
      const block = e.closest("p, li, td, th, dt, dd, h1, h2, h3, h4, summary, figcaption, caption, blockquote") || e.parentElement;
      const alone = words(block.textContent) === words(e.textContent) || style(e).display !== "inline";
      return alone && r.width > 0 && height < least - 0.5 ? [`${where(e)} "${words(e.textContent)}" ${height.toFixed(1)} px`] : [];
    });

  const foreign = () => {
    const english = /\b(the|and|of|with|this|that|from|which|are|is|you|your)\b/gi;
    const found = [];
    for (const e of all("body *")) {
      const own = words([...e.childNodes].filter((n) => n.nodeType === Node.TEXT_NODE).map((n) => n.data).join(" "));
      if (!own || e.closest("code, pre, script, style, kbd, samp") || e.closest("[lang]").lang !== "da") continue;
      if ((own.match(english) ?? []).length >= 2) found.push(`${where(e)}: ${own}`);
    }
    return found;
  };

  const borders = () =>
    all(".tag, .mark, .notice, .card, .tile, .decision, input, select, button").filter(shown).flatMap((e) => {
      const s = style(e);
      const sides = ["Top", "Right", "Bottom", "Left"].filter((side) => parseFloat(s[`border${side}Width`]) > 0 && s[`border${side}Style`] !== "none");
      return sides.length ? [] : [where(e)];
    });

  const moving = () =>
    all("*").filter((e) => {
      const s = style(e);
      const lasts = (times) => times.split(",").some((t) => parseFloat(t) > 0.01);
      return (s.animationName !== "none" && lasts(s.animationDuration)) || (s.transitionProperty !== "none" && lasts(s.transitionDuration));
    }).map(where).concat(style(document.documentElement).scrollBehavior === "smooth" ? ["the page scrolls smoothly"] : []);

  const restyle = (css) => {
    const sheet = new CSSStyleSheet(); // made by script: a style element would break the site's own policy
    sheet.replaceSync(css);
    document.adoptedStyleSheets = [sheet];
  };

  const blocks = () => all("main :is(h1, h2, h3, h4, p, li)").filter(shown).length;

  const main = () => words(document.querySelector("main")?.innerText ?? document.body.innerText);

  window.probe = { wider, blocks, clipped, overlapping, faint, links, pictures, bareSigns, structure, misnamed, follow, small, foreign, borders, moving, restyle, main };
})();
