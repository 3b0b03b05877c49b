/* What the tests of accessibility ask a page; each answer is a list of texts that say where something is wrong. */
(() => {
  const said = (element) => {
    const id = element.id ? "#" + element.id : "";
    const name = typeof element.className === "string" && element.className ? "." + element.className.split(" ")[0] : "";
    return `${element.localName}${id}${name} “${(element.textContent || "").trim().slice(0, 20)}”`;
  };
  const shown = (element) => element.checkVisibility({ visibilityProperty: true, opacityProperty: true });
  const style = (element) => getComputedStyle(element);
  const heard = ".visually-hidden, .md-skip, desc, title, script, style, template";
  const forEars = (element) =>
    element.closest(heard) ||
    [element, element.closest("thead")].some((one) => one && getComputedStyle(one).clipPath === "inset(50%)");

  /* Every piece of text one can see, with the boxes of its lines. */
  function pieces() {
    const found = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const parent = node.parentElement;
      if (!node.data.trim() || forEars(parent) || !shown(parent)) continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      const boxes = [...range.getClientRects()].filter((box) => box.width > 1 && box.height > 1);
      if (boxes.length) found.push({ node, parent, boxes });
    }
    return found;
  }

  /* The nearest ancestor that scrolls sideways, so that what lies outside can be reached. */
  function scroller(element) {
    for (let one = element; one; one = one.parentElement) {
      if (["auto", "scroll"].includes(style(one).overflowX) && one !== document.documentElement) return one;
    }
    return null;
  }

  /* The part of a box that its scrolling and cutting ancestors let through; nothing when they let none. */
  function through(box, parent) {
    let { left, right, top, bottom } = box;
    for (let one = parent; one && one !== document.body; one = one.parentElement) {
      if (style(one).overflowY === "visible" && style(one).overflowX === "visible") continue;
      const frame = one.getBoundingClientRect();
      [left, right] = [Math.max(left, frame.left), Math.min(right, frame.right)];
      [top, bottom] = [Math.max(top, frame.top), Math.min(bottom, frame.bottom)];
    }
    return right > left && bottom > top ? { left, right, top, bottom, height: bottom - top } : null;
  }

  function clipped() {
    const wrong = [];
    const width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth > width) {
      wrong.push(`the page is ${document.documentElement.scrollWidth} wide in a window of ${width}`);
    }
    for (const { parent, boxes } of pieces()) {
      if (scroller(parent)) continue;
      if (boxes.some((box) => box.right > width + 1 || box.left < -1)) wrong.push(`outside the window: ${said(parent)}`);
    }
    for (const element of document.body.querySelectorAll("*")) {
      if (!(element instanceof HTMLElement) || forEars(element) || !shown(element)) continue;
      const { overflowX, overflowY, textOverflow } = style(element);
      const hides = (value) => value === "hidden" || value === "clip";
      if (hides(overflowX) && element.scrollWidth > element.clientWidth + 1) wrong.push(`cut at the side: ${said(element)}`);
      if (hides(overflowY) && element.scrollHeight > element.clientHeight + 1) wrong.push(`cut below: ${said(element)}`);
      if (textOverflow === "ellipsis" && element.scrollWidth > element.clientWidth + 1) wrong.push(`shortened: ${said(element)}`);
    }
    for (const text of document.querySelectorAll("svg text")) {
      if (!shown(text) || style(text.ownerSVGElement).overflow === "visible") continue;
      const box = text.getBoundingClientRect();
      const frame = text.ownerSVGElement.getBoundingClientRect();
      if (box.left < frame.left - 1 || box.right > frame.right + 1 || box.top < frame.top - 2 || box.bottom > frame.bottom + 2) {
        wrong.push(`outside its chart: ${said(text)}`);
      }
    }
    return wrong;
  }

  /* Two pieces of text on one another. The boxes of lines are taller than their letters: only the middle half counts. */
  function overlapped() {
    const boxes = [];
    for (const { node, parent, boxes: lines } of pieces()) {
      const held = style(parent.closest("th, td, nav, div") || parent).position;
      if (held === "sticky" || held === "fixed") continue;
      for (const line of lines) {
        const box = through(line, parent);
        if (box) boxes.push({ node, parent, left: box.left, right: box.right, top: box.top + box.height / 4, bottom: box.bottom - box.height / 4 });
      }
    }
    boxes.sort((a, b) => a.top - b.top);
    const wrong = [];
    boxes.forEach((one, i) => {
      for (let j = i + 1; j < boxes.length && boxes[j].top < one.bottom; j++) {
        const other = boxes[j];
        if (other.node !== one.node && Math.min(one.right, other.right) - Math.max(one.left, other.left) > 2) {
          wrong.push(`${said(one.parent)} lies on ${said(other.parent)}`);
        }
      }
    });
    return wrong;
  }

  /* Everything the tab key should reach; of a group of radio buttons one. */
  function reachable() {
    const all = document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex]");
    const groups = new Set();
    return [...all].filter((one) => {
      if (one.tabIndex < 0 || one.disabled || !one.checkVisibility({ visibilityProperty: true })) return false;
      if (one.type !== "radio") return true;
      if (groups.has(one.name)) return false;
      groups.add(one.name);
      return true;
    });
  }

  /* The element with the focus: whether it comes after the last one that had it, and what is wrong with how it shows. */
  let first = null;
  let last = null;
  function focus() {
    const one = document.activeElement;
    if (!one || one === document.body || one === last) return null;
    if (last && one === first) return null; // the browser starts over
    const back = last && last.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_PRECEDING;
    [first, last] = [first || one, one];
    const wrong = [];
    const drawn = [null, "::after"].map((part) => getComputedStyle(one, part)).some(
      ({ outlineStyle, outlineWidth, content }, i) => outlineStyle !== "none" && parseFloat(outlineWidth) >= 1 && (!i || content !== "none"),
    );
    if (!drawn) wrong.push(`no outline: ${said(one)}`);
    const boxes = [...one.getClientRects()].filter((box) => box.width && box.height);
    const seen = boxes.some((box) => {
      const x = Math.max(box.left, 0) + Math.min(box.width, innerWidth) / 2;
      const y = Math.min(Math.max(box.top, 0) + 1 + Math.min(box.height, innerHeight) / 2, Math.max(box.bottom - 1, 0));
      const top = document.elementFromPoint(Math.min(x, innerWidth - 1), Math.min(y, innerHeight - 1));
      return top && (one.contains(top) || top.contains(one));
    });
    if (!seen) wrong.push(`focus out of sight: ${said(one)}`);
    if (back) wrong.push(`the focus goes back to ${said(one)}`);
    return { said: said(one), wrong };
  }

  /* What a finger hits: the label of a field; the whole cell, where a link is spread over it. */
  function hit(one) {
    const { content, position } = getComputedStyle(one, "::after");
    const spread = content !== "none" && position === "absolute" && style(one).position === "static";
    return one.closest("label") || (spread && one.offsetParent) || one;
  }

  /* Controls outside running text that are smaller than 24 by 24 and nearer to another than 24 allows. */
  function cramped() {
    const targets = [...document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary")]
      .filter((one) => one.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && !one.closest("svg"))
      .map((one) => ({ one, boxes: [...hit(one).getClientRects()] })) // a link over two lines has a box a line
      .filter(({ boxes }) => boxes.some((box) => box.width > 1 && box.height > 1));
    const small = targets.filter(({ boxes }) => boxes.every((box) => box.width < 24 || box.height < 24));
    const inText = ({ one }) => {
      if (style(one).display !== "inline") return false;
      const block = one.closest("p, li, td, th, dt, dd, h1, h2, h3, h4, caption, figcaption, small, summary, label, div");
      return block && block.textContent.trim().length > one.textContent.trim().length;
    };
    const middles = ({ boxes }) => boxes.map((box) => [box.left + box.width / 2, box.top + box.height / 2]);
    const apart = (a, b) =>
      middles(a).every(([x, y]) => {
        const clear = b.boxes.every((box) => {
          const dx = Math.max(box.left - x, 0, x - box.right);
          const dy = Math.max(box.top - y, 0, y - box.bottom);
          return Math.hypot(dx, dy) >= 12;
        });
        return clear && (!small.includes(b) || middles(b).every(([u, v]) => Math.hypot(x - u, y - v) >= 24));
      });
    return small
      .filter((target) => !inText(target) && targets.some((other) => other !== target && !apart(target, other)))
      .map(({ one, boxes: [box] }) => `${Math.round(box.width)}×${Math.round(box.height)}: ${said(one)}`);
  }

  function moving() {
    const wrong = [];
    const lasts = (value) => value.split(",").some((one) => parseFloat(one) > 0);
    for (const element of document.querySelectorAll("*")) {
      for (const part of [null, "::before", "::after"]) {
        const { transitionProperty, transitionDuration, animationName, animationDuration, scrollBehavior } = getComputedStyle(element, part);
        if (transitionProperty !== "none" && lasts(transitionDuration)) wrong.push(`transition: ${said(element)}`);
        if (animationName !== "none" && lasts(animationDuration)) wrong.push(`animation: ${said(element)}`);
        if (!part && scrollBehavior === "smooth") wrong.push(`smooth scrolling: ${said(element)}`);
      }
    }
    return wrong;
  }

  /* Text whose colour is too near to what lies behind it, as the browser has computed both. */
  function faint() {
    const numbers = (colour) => (colour.match(/[\d.]+/g) || []).map(Number);
    const light = ([r, g, b]) =>
      [r, g, b].map((c) => c / 255).map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
        .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
    const behind = (element) => {
      for (let one = element; one; one = one.parentElement) {
        const colour = numbers(style(one).backgroundColor);
        if (colour.length === 3 || colour[3] > 0.99) return colour;
      }
      return [255, 255, 255];
    };
    return pieces().filter(({ parent }) => {
      const drawn = parent.namespaceURI.endsWith("svg");
      const [a, b] = [light(numbers(drawn ? style(parent).fill : style(parent).color)), light(behind(parent))].sort((x, y) => y - x);
      return (a + 0.05) / (b + 0.05) < 4.5;
    }).map(({ parent }) => said(parent));
  }

  /* The lines of text one can read in the page's own content; what a script adds is no loss without it. */
  function lines() {
    const added = "button, output, [role=status], .gk-table__tools, #gk-card, .headerlink";
    const content = document.querySelector("#gk-content");
    return pieces().filter(({ parent }) => content.contains(parent) && !parent.closest(added))
      .map(({ node }) => node.data.replace(/\s+/g, " ").trim());
  }

  window.probes = { clipped, overlapped, reachable: () => reachable().map(said), focus, cramped, moving, faint, lines };
})();
