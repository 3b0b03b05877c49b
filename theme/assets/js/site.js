/* A card for every number and label of the statutory tables.
   Without it every number and label is a link to the page that says the same. */
(function () {
  "use strict";
  if (!document.querySelector("table.statutory") || !document.body.closest) return;

  function make(name, kind, text) {
    var made = document.createElement(name);
    if (kind) made.className = kind;
    if (text) made.textContent = text;
    return made;
  }
  function inTable(link) {
    return link.closest("table.statutory");
  }
  function cellOf(link) {
    return link.closest("th, td");
  }
  function words(cell) {
    var shown = cell.classList.contains("corrected") ? cell.querySelector("a") : cell;
    return shown.textContent.trim();
  }

  /* ---- The card ---- */

  var card = make("div", "gk-card");
  card.id = "gk-card";
  card.hidden = true;
  card.tabIndex = -1;
  card.setAttribute("role", "dialog");
  card.setAttribute("aria-labelledby", "gk-card-where");
  var opener = null;
  var pinned = false;
  var byKey = false;
  var timer = 0;

  function headers(cell, rows) {
    var found = [];
    (cell.getAttribute("headers") || "").split(" ").forEach(function (id) {
      var head = id && document.getElementById(id);
      if (head && /^row/.test(head.scope) === rows) found.push(head);
    });
    return found;
  }
  function line(head) {
    var link = head && head.querySelector("a");
    if (!link || !link.dataset.meaning) return null;
    var made = make("p");
    made.append(words(head) + "：" + link.dataset.meaning);
    if (link.dataset.article) made.append(" ", make("span", "gk-card__basis", "依据：" + link.dataset.article));
    return made;
  }

  /* The identities a cell stands in, as lists of the cells of both sides. */
  function sums(table, cell, address) {
    var start = address.split(".")[0] + ".";
    var inner = address.slice(start.length);
    var prefix = cell.id.slice(0, cell.id.length - address.length) + start;
    var found = [];
    JSON.parse(table.dataset.sums || "[]").forEach(function (one) {
      var over = one[1];
      one[2].concat(one[3]).some(function (term) {
        var before = "";
        var after = "";
        if (over === "rows" && inner.slice(-term.length - 1) === "." + term) before = inner.slice(0, -term.length);
        else if (over === "columns" && inner.indexOf(term + ".") === 0) after = inner.slice(term.length);
        else if (over !== null || inner !== term) return false;
        found.push({
          over: over,
          basis: one[0],
          sides: one.slice(2).map(function (terms) {
            return terms.map(function (name) {
              return document.getElementById(prefix + before + name + after);
            });
          }),
        });
        return true;
      });
    });
    return found;
  }
  function brief(label) {
    return label.replace(/（[^（）]{7,}）$/, "") || label;
  }
  function side(cells, over) {
    var said = [];
    var rest = { "为 0": 0, 空白: 0, 不适用: 0 };
    cells.forEach(function (cell) {
      var value = words(cell);
      var zero = cell.classList.contains("zero");
      if (cells.length > 8 && (zero || value in rest)) {
        rest[zero ? "为 0" : value]++;
        return;
      }
      var heads = headers(cell, over === "columns");
      said.push(brief(words(heads[heads.length - 1])) + " " + value);
    });
    var left = Object.keys(rest).filter(function (word) {
      return rest[word];
    });
    var more = left
      .map(function (word) {
        return rest[word] + " 格" + word;
      })
      .join("、");
    if (!said.length) return more;
    return said.join(" ＋ ") + (more ? "（另有 " + more + "）" : "");
  }

  function fill(link) {
    var cell = cellOf(link);
    var table = inTable(link);
    var isNumber = cell.tagName === "TD";
    var where = make("p", "gk-card__where");
    where.id = "gk-card-where";
    card.textContent = "";
    card.append(where);
    if (isNumber) {
      var rows = headers(cell, true);
      var columns = headers(cell, false);
      where.textContent = rows.concat(columns).map(words).join(" › ");
      var value = make("p", "gk-card__value", words(cell));
      var note = cell.classList.contains("blank") ? "原表没有填写，空白不等于零" : cell.dataset.unit || table.dataset.unit;
      if (note && !cell.classList.contains("na")) value.append(make("small", "", note));
      card.append(value);
      [rows[rows.length - 1], columns[columns.length - 1]].map(line).forEach(function (made) {
        if (made) card.append(made);
      });
      var address = decodeURIComponent(link.hash.slice(1));
      var list = make("ul", "gk-card__sums");
      sums(table, cell, address).forEach(function (one) {
        var sides = one.sides.map(function (cells) {
          return side(cells, one.over);
        });
        list.append(make("li", "", sides.join(" ＝ ")));
      });
      if (list.firstChild) card.append(make("p", "gk-card__basis", "勾稽关系"), list);
      if (cell.dataset.corrected) card.append(make("p", "", "更正：" + cell.dataset.corrected));
    } else {
      where.textContent = words(cell);
      card.append(make("p", "", link.dataset.meaning));
      if (link.dataset.article) card.append(make("p", "gk-card__basis", "依据：" + link.dataset.article));
    }
    var tools = make("p", "gk-card__do");
    var more = make("a", "", isNumber ? "逐数说明" : "用语说明");
    more.href = link.href;
    tools.append(more);
    if (isNumber) {
      var copy = make("button", "", "复制链接");
      copy.type = "button";
      copy.addEventListener("click", function () {
        copyText(new URL((table.dataset.report || location.pathname) + link.hash, location.href).href, copy);
      });
      tools.append(copy);
    }
    card.append(tools);
    var close = make("button", "gk-card__close", "×");
    close.type = "button";
    close.setAttribute("aria-label", "关闭");
    close.addEventListener("click", function () {
      shut(true);
    });
    card.append(close);
  }
  function show(link, pin) {
    clearTimeout(timer);
    if (opener !== link || card.hidden) {
      shut(false);
      fill(link);
      opener = link;
      cellOf(link).classList.add("gk-shown");
      var holder = link.closest(".gk-table");
      holder.append(card);
      card.hidden = false;
      beside(cellOf(link), holder);
    }
    pinned = pin || pinned;
    if (pin) {
      link.setAttribute("aria-expanded", "true");
      card.focus({ preventScroll: true });
    }
  }
  /* Below the cell, above it, or at its side: where there is room; the cell stays in sight. */
  function beside(cell, holder) {
    var at = cell.getBoundingClientRect();
    var room = holder.getBoundingClientRect();
    var left = at.left;
    var top = at.bottom + 4;
    if (top + card.offsetHeight > window.innerHeight) {
      if (at.top > card.offsetHeight + 4) top = at.top - card.offsetHeight - 4;
      else {
        top = Math.max(window.innerHeight - card.offsetHeight - 4, 4);
        left = at.right + 4;
        if (left + card.offsetWidth > room.right) left = at.left - card.offsetWidth - 4;
      }
    }
    left = Math.max(Math.min(left, room.right - card.offsetWidth), room.left);
    card.style.left = left - room.left + "px";
    card.style.top = top - room.top + "px";
  }
  function shut(back) {
    clearTimeout(timer);
    var was = opener;
    if (!was) return;
    opener = null;
    pinned = false;
    card.hidden = true;
    cellOf(was).classList.remove("gk-shown");
    was.removeAttribute("aria-expanded");
    was.removeAttribute("aria-describedby");
    if (back) was.focus({ preventScroll: true });
  }
  function copyText(text, button) {
    function done() {
      button.textContent = "已复制";
    }
    function byHand() {
      var field = make("input");
      field.value = text;
      field.readOnly = true;
      field.setAttribute("aria-label", "链接");
      button.replaceWith(field);
      field.select();
    }
    if (navigator.clipboard && navigator.clipboard.writeText) navigator.clipboard.writeText(text).then(done, byHand);
    else byHand();
  }

  function isPlain(event) {
    return !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey && !event.button;
  }
  document.addEventListener("click", function (event) {
    var link = event.target.closest && event.target.closest("a");
    if (link && isPlain(event) && inTable(link)) {
      event.preventDefault();
      if (opener === link && pinned) shut(true);
      else show(link, true);
    } else if (opener && !card.contains(event.target)) shut(false);
  });
  ["mousedown", "touchstart", "keydown"].forEach(function (kind) {
    document.addEventListener(
      kind,
      function () {
        byKey = kind === "keydown";
      },
      { capture: true, passive: true }
    );
  });
  document.addEventListener("keydown", function (event) {
    if (event.key === "Escape" && opener) shut(pinned || card.contains(document.activeElement));
  });

  /* Labels say what they mean when the pointer rests on them or the keyboard reaches them. */
  function isLabel(link) {
    return link && link.closest("table.statutory th");
  }
  document.addEventListener("mouseover", function (event) {
    var link = event.target.closest && event.target.closest("a");
    if (isLabel(link) && !pinned && window.matchMedia("(hover: hover)").matches) {
      clearTimeout(timer);
      timer = setTimeout(show, 350, link, false);
    } else if (card.contains(event.target)) clearTimeout(timer);
  });
  document.addEventListener("mouseout", function (event) {
    var link = event.target.closest && event.target.closest("a");
    if (!pinned && (isLabel(link) || card.contains(event.target))) {
      clearTimeout(timer);
      timer = setTimeout(shut, 300, false);
    }
  });
  document.addEventListener("focusin", function (event) {
    var link = event.target.closest && event.target.closest("table.statutory a");
    if (link) {
      if (opener && opener !== link) shut(false);
      if (isLabel(link) && byKey && !pinned) {
        show(link, false);
        link.setAttribute("aria-describedby", "gk-card");
      }
    } else if (opener && !card.contains(event.target)) shut(false);
  });
})();
