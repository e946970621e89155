"use strict";
// Without this script the report is whole, but for the choosing: the findings are links.
(() => {
  const root = document.documentElement;
  const chinese = root.lang.startsWith("zh");
  const say = (inChinese, inEnglish) => (chinese ? inChinese : inEnglish);
  const all = (selector, within = document) => Array.from(within.querySelectorAll(selector));
  const cards = all(".card");
  const form = document.querySelector(".filters");
  const status = document.getElementById("status");
  /** The card whose identity is shown, and where the keyboard was before. */
  let selected = null;
  let cameFrom = null;

  const fileOf = (element) => element.closest("[data-file]").dataset.file;
  const draftOf = (file) => document.querySelector(`.file[data-file="${file}"]`);
  const isShown = (card) => !card.classList.contains("filtered");
  const marksAt = (card, place) => all(`.${place}`, draftOf(fileOf(card)));

  /** Shows one file; the others are there when it is printed. */
  function open(file) {
    for (const part of all(".file, .findings")) part.classList.toggle("open", part.dataset.file === file);
    for (const link of all(".files a")) {
      if (link.dataset.file === file) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
    settle();
    filter();
  }

  /** Shows what a finding says: its operands are marked, and lines lead to them. */
  function select(card) {
    clear();
    selected = card;
    card.classList.add("selected");
    card.querySelector("button").setAttribute("aria-expanded", "true");
    for (const mark of marksAt(card, card.dataset.place)) mark.classList.add("current");
    const operands = all(".operands li", card);
    operands.forEach((operand, index) => {
      marksAt(card, operand.dataset.place).forEach((mark, part) => {
        mark.classList.add("operand");
        if (part === 0 && !mark.dataset.operand) mark.dataset.operand = index + 1;
      });
    });
    draw();
    status.textContent = say(`已标出 ${operands.length} 处相关内容`, `${operands.length} related places marked`);
  }

  function clear() {
    if (!selected) return;
    const draft = draftOf(fileOf(selected));
    for (const mark of all(".current, .operand", draft)) {
      mark.classList.remove("current", "operand");
      delete mark.dataset.operand;
    }
    selected.classList.remove("selected");
    selected.querySelector("button").setAttribute("aria-expanded", "false");
    selected = null;
    draw();
  }

  function reveal(elements) {
    elements[0]?.scrollIntoView({ block: "center", inline: "nearest" });
  }

  function point(elements) {
    reveal(elements);
    for (const element of elements) {
      element.classList.remove("pointed");
      void element.offsetWidth;
      element.classList.add("pointed");
    }
  }

  /** The rectangle of a place in its draft, as far as its table shows it. */
  function rectangle(elements, origin) {
    const boxes = elements.map((element) => element.getBoundingClientRect());
    const window = elements[0].closest(".scroll")?.getBoundingClientRect();
    const within = (x) => (window ? Math.min(Math.max(x, window.left), window.right) : x);
    const left = within(Math.min(...boxes.map((box) => box.left)));
    const right = within(Math.max(...boxes.map((box) => box.right)));
    const top = Math.min(...boxes.map((box) => box.top));
    const bottom = Math.max(...boxes.map((box) => box.bottom));
    return { left: left - origin.left, right: right - origin.left, top: top - origin.top, bottom: bottom - origin.top };
  }

  /** A line between two rectangles that covers as little of what is between them as it can. */
  function course(from, to) {
    const middle = (box) => [(box.left + box.right) / 2, (box.top + box.bottom) / 2];
    const [x1, y1] = middle(from);
    const [x2, y2] = middle(to);
    const beside = from.left < to.right && to.left < from.right;
    if (Math.abs(y2 - y1) < 6 || (Math.abs(y2 - y1) < 40 && !beside)) {
      const height = 14 + Math.min(Math.abs(x2 - x1) / 8, 30);
      const top = Math.min(from.top, to.top);
      return { d: `M${x1},${from.top} C${x1},${top - height} ${x2},${top - height} ${x2},${to.top}`, end: [x2, to.top] };
    }
    if (beside) {
      const width = 18 + Math.min(Math.abs(y2 - y1) / 10, 40);
      const right = Math.max(from.right, to.right) + width;
      return { d: `M${from.right},${y1} C${right},${y1} ${right},${y2} ${to.right + 4},${y2}`, end: [to.right + 4, y2] };
    }
    const down = y2 > y1;
    const [start, end] = [down ? from.bottom : from.top, down ? to.top : to.bottom];
    const bend = (end - start) / 2;
    return { d: `M${x1},${start} C${x1},${start + bend} ${x2},${end - bend} ${x2},${end}`, end: [x2, end] };
  }

  function draw() {
    for (const lines of all(".lines")) for (const shape of all("path, circle", lines)) shape.remove();
    if (!selected) return;
    const draft = draftOf(fileOf(selected));
    const own = marksAt(selected, selected.dataset.place);
    if (own.length === 0 || !draft.classList.contains("open")) return;
    const svg = draft.querySelector(".lines");
    const origin = svg.getBoundingClientRect();
    const from = rectangle(own, origin);
    const shape = (name, attributes) => {
      const element = document.createElementNS("http://www.w3.org/2000/svg", name);
      for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
      svg.append(element);
    };
    for (const operand of all(".operands li", selected)) {
      const marks = marksAt(selected, operand.dataset.place).filter((mark) => !own.includes(mark));
      if (marks.length === 0) continue;
      const { d, end } = course(from, rectangle(marks, origin));
      shape("path", { d });
      shape("circle", { cx: end[0], cy: end[1], r: 3 });
    }
  }

  /** Hides the findings that are not asked for, and takes their marks from the drafts. */
  function filter() {
    const data = form ? new FormData(form) : null;
    const levels = data?.getAll("level");
    const rule = data?.get("rule");
    const words = data?.get("words").trim().toLowerCase();
    const shown = new Set();
    for (const card of cards) {
      const fits =
        !data ||
        (levels.includes(card.dataset.severity) &&
          (!rule || card.dataset.code === rule) &&
          (!words || card.textContent.toLowerCase().includes(words)));
      card.classList.toggle("filtered", !fits);
      if (fits) shown.add(card.id.slice(1));
    }
    for (const group of all(".group")) {
      group.classList.toggle("filtered", !all(".card", group).some(isShown));
    }
    for (const mark of all(".found")) {
      const off = !mark.dataset.findings.split(" ").some((name) => shown.has(name));
      mark.classList.toggle("off", off);
      mark.dataset.tab ??= mark.getAttribute("tabindex") ?? "0";
      mark.setAttribute("tabindex", off ? "-1" : mark.dataset.tab);
    }
    root.classList.toggle("marking", data?.get("unchecked") === "on");
    const line = document.querySelector(".shown");
    const here = all(".findings.open .card");
    if (line) {
      const count = here.filter(isShown).length;
      line.textContent = line.dataset.template.replace("{shown}", count).replace("{all}", here.length);
    }
    for (const count of all(".count")) {
      count.textContent = here.filter((card) => card.dataset.severity === count.dataset.level).length;
    }
    if (selected && !isShown(selected)) clear();
    draw();
  }

  /** From a mark in the draft to the card of its finding; again: to the next finding there. */
  function follow(mark) {
    const names = mark.dataset.findings.split(" ");
    const found = names.map((name) => document.getElementById(`f${name}`)).filter(isShown);
    if (found.length === 0) return;
    const card = found[(found.indexOf(selected) + 1) % found.length];
    select(card);
    cameFrom = mark;
    card.querySelector("button").focus({ preventScroll: true });
    card.scrollIntoView({ block: "nearest" });
  }

  document.addEventListener("click", (event) => {
    const target = event.target;
    const mark = target.closest(".found");
    if (mark) {
      event.preventDefault();
      if (!mark.classList.contains("off")) follow(mark);
      return;
    }
    const link = target.closest(".files a");
    if (link) {
      event.preventDefault();
      clear();
      open(link.dataset.file);
      window.scrollTo(0, 0);
      draftOf(link.dataset.file).focus({ preventScroll: true });
      return;
    }
    const item = target.closest("li[data-place] button, .go");
    const card = target.closest(".card");
    if (item && !item.hasAttribute("aria-expanded")) {
      const place = item.closest("[data-place]").dataset.place;
      point(all(`.${place}`, draftOf(fileOf(item))));
      return;
    }
    if (target.closest(".show")) {
      event.preventDefault();
      const marks = marksAt(card, card.dataset.place);
      reveal(marks);
      marks[0]?.focus({ preventScroll: true });
      return;
    }
    const button = target.closest(".card > button");
    if (!button) return;
    cameFrom = null;
    if (card === selected) {
      clear();
      return;
    }
    select(card);
    reveal(marksAt(card, card.dataset.place));
  });

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && selected) {
      const back = cameFrom ?? selected.querySelector("button");
      clear();
      back.focus();
      return;
    }
    const button = event.target.closest?.(".card > button");
    if (!button) return;
    const buttons = all(".findings.open .card:not(.filtered) > button");
    const at = buttons.indexOf(button);
    const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: buttons.length - 1 }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    buttons[Math.min(Math.max(next, 0), buttons.length - 1)].focus();
  });

  form?.addEventListener("input", filter);
  form?.addEventListener("submit", (event) => event.preventDefault());
  /** A table is a stop of the keyboard only where there is something to scroll. */
  function settle() {
    for (const table of all(".file.open .scroll")) {
      if (table.scrollWidth > table.clientWidth) table.tabIndex = 0;
      else table.removeAttribute("tabindex");
    }
  }

  let due = 0;
  const redraw = () => {
    cancelAnimationFrame(due);
    due = requestAnimationFrame(() => {
      settle();
      draw();
    });
  };
  window.addEventListener("resize", redraw);
  document.addEventListener("scroll", (event) => event.target.classList?.contains("scroll") && redraw(), true);
  document.addEventListener("toggle", redraw, true);

  // Paper does not open: everything is printed open.
  let closed = [];
  window.addEventListener("beforeprint", () => {
    closed = all("details:not([open])");
    for (const details of closed) details.open = true;
  });
  window.addEventListener("afterprint", () => {
    for (const details of closed) details.open = false;
  });

  root.classList.add("script");
  const asked = location.hash.startsWith("#f") ? document.getElementById(location.hash.slice(1)) : null;
  const file = asked?.closest("[data-file]")?.dataset.file;
  open(file ?? all(".file")[0]?.dataset.file);
  if (asked?.classList.contains("card")) {
    select(asked);
    reveal(marksAt(asked, asked.dataset.place));
  }
})();
