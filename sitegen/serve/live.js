// The preview's part of every page: loads it again when it has changed, and lays the findings over it.
(() => {
  "use strict";
  const own = document.currentScript;
  const alone = document.body?.classList.contains("alone") || document.querySelector("body.alone") !== null;
  const places = { script: new URL(own.src), scroll: `sitegen:scroll:${location.pathname}`, seen: "sitegen:seen" };
  const WORDS = {
    name: "Forhåndsvisning",
    close: "Luk",
    lost: "Ingen forbindelse",
    gone: "Forhåndsvisningen svarer ikke. Start den igen med kommandoen sitegen serve. Så kommer siden af sig selv.",
  };

  function kept(key, value) {
    try {
      if (value === undefined) return sessionStorage.getItem(key);
      sessionStorage.setItem(key, value);
    } catch { /* a browser that keeps nothing */ }
    return null;
  }

  // --- what is laid over the page

  let button, dialog, list, said;
  let opened = false; // by itself, because of an error
  let current = ""; // what stands in it

  function made() {
    const host = document.createElement("aside");
    host.setAttribute("aria-label", WORDS.name);
    host.id = "sitegen-forhaandsvisning";
    const root = host.attachShadow({ mode: "open" });
    root.innerHTML = `<link rel="stylesheet" href="${new URL("live.css", places.script).pathname}">
      <button type="button" class="opener" aria-haspopup="dialog" hidden></button>
      <p class="said" role="status"></p>
      <dialog aria-labelledby="title"><header><h2 id="title">${WORDS.name}</h2>
      <button type="button" class="close" autofocus>${WORDS.close}</button></header><div class="list" tabindex="0" role="region" aria-labelledby="title"></div></dialog>`;
    button = root.querySelector(".opener");
    dialog = root.querySelector("dialog");
    list = root.querySelector(".list");
    said = root.querySelector(".said");
    button.addEventListener("click", () => { opened = false; dialog.showModal(); });
    // Once read it is enough: the button keeps saying it. A page that is loaded again before that opens it again.
    dialog.addEventListener("close", () => kept(places.seen, current));
    root.querySelector(".close").addEventListener("click", () => dialog.close());
    dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
    // Without its style it would stand in the page's own flow.
    root.querySelector("link").addEventListener("load", () => { button.hidden = false; });
    document.body.append(host);
  }

  function shown({ html, label, grave, alarm }) {
    if (alone) return;
    if (!button) made();
    list.innerHTML = html;
    button.textContent = label;
    button.dataset.grave = grave;
    const words = `${WORDS.name}: ${label}`;
    button.setAttribute("aria-label", words);
    if (said.textContent !== words) said.textContent = words;
    current = alarm;
    if (alarm && alarm !== kept(places.seen) && !dialog.open) {
      opened = true;
      dialog.showModal();
    } else if (!alarm && opened && dialog.open) {
      dialog.close();
    }
    if (!alarm) kept(places.seen, "");
  }

  function lost() {
    if (!button) return;
    button.textContent = WORDS.lost;
    button.dataset.grave = "lost";
    button.setAttribute("aria-label", `${WORDS.name}: ${WORDS.lost}`);
    const words = document.createElement("p");
    words.className = "standing";
    words.textContent = WORDS.gone;
    list.replaceChildren(words);
  }

  // --- what the preview tells

  let socket, wait = 250, timer, missing;

  function again() {
    clearTimeout(timer);
    timer = setTimeout(joined, wait + Math.random() * 100);
    wait = Math.min(wait * 2, 5000);
  }

  function joined() {
    clearTimeout(timer);
    if (socket) socket.onclose = null;
    socket?.close();
    socket = new WebSocket(`ws://${location.host}${new URL("live", places.script).pathname}`);
    socket.onopen = () => {
      wait = 250;
      clearTimeout(missing);
      missing = undefined;
      socket.send(JSON.stringify({ address: location.pathname, mark: own.dataset.mark }));
    };
    socket.onmessage = (event) => {
      const told = JSON.parse(event.data);
      if (told.reload) {
        kept(places.scroll, `${scrollX} ${scrollY}`);
        location.reload();
      } else if (told.overlay) {
        shown(told.overlay);
      }
    };
    socket.onclose = () => {
      missing ??= setTimeout(lost, 2500);
      again();
    };
  }

  const [x, y] = (kept(places.scroll) ?? "").split(" ").map(Number);
  if (y) addEventListener("load", () => scrollTo({ left: x, top: y, behavior: "instant" }), { once: true });
  kept(places.scroll, "");
  addEventListener("pageshow", (event) => { if (event.persisted) joined(); });
  addEventListener("pagehide", () => { if (socket) socket.onclose = null; socket?.close(); });
  document.addEventListener("visibilitychange", () => { if (!document.hidden && socket?.readyState === WebSocket.CLOSED) joined(); });
  joined();
})();
