/* The statutory tables and those that compare years as a grid: arrow keys walk it, a copy is clean, and an address
   shows its cell with the heads. Without it the tables read, scroll and copy as any table does. */
(function () {
  "use strict";
  var GRID = "table.statutory, table.gk-compare__table";
  var LINK = "table.statutory a, table.gk-compare__table a";
  var REGION = ".gk-table__region, .gk-compare";
  var UNSAID = "script, style, template, button, .headerlink, .visually-hidden, .gk-card";
  var tables = Array.prototype.slice.call(document.querySelectorAll(GRID));
  if (!tables.length || !window.getSelection || !document.body.closest) return;

  function each(list, act) {
    Array.prototype.forEach.call(list, act);
  }
  function make(name) {
    return document.createElement(name);
  }
  function inTable(node) {
    var element = node && (node.nodeType === 1 ? node : node.parentElement);
    return element && element.closest(GRID);
  }
  function cellOf(link) {
    return link.closest("th, td");
  }
  function isPlain(event) {
    return !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey && !event.button;
  }
  /* What is printed in a cell: nothing in a blank one, whose word is for ears, as is what was corrected. */
  function printed(cell) {
    var blank = cell.classList.contains("blank") || cell.classList.contains("gk-compare__blank");
    var shown = cell.classList.contains("corrected") ? cell.querySelector("a") : cell;
    return blank ? "" : shown.textContent.trim();
  }

  /* ---- The grid: which cell covers which place, spans and all ---- */

  var grids = new Map();
  function gridOf(table) {
    if (grids.has(table)) return grids.get(table);
    var grid = [];
    each(table.rows, function (row, y) {
      var x = 0;
      grid[y] = grid[y] || [];
      each(row.cells, function (cell) {
        while (grid[y][x]) x++;
        for (var dy = 0; dy < cell.rowSpan; dy++) {
          grid[y + dy] = grid[y + dy] || [];
          for (var dx = 0; dx < cell.colSpan; dx++) grid[y + dy][x + dx] = cell;
        }
      });
    });
    grids.set(table, grid);
    return grid;
  }
  function place(grid, cell) {
    for (var y = 0; y < grid.length; y++) {
      var x = grid[y].indexOf(cell);
      if (x >= 0) return { x: x, y: y };
    }
    return null;
  }

  /* ---- Arrow keys: the table is one stop of the Tab key ---- */

  function enter(link) {
    each(inTable(link).querySelectorAll('a[tabindex="0"]'), function (other) {
      other.tabIndex = -1;
    });
    link.tabIndex = 0;
  }
  tables.forEach(function (table) {
    each(table.querySelectorAll("a"), function (link) {
      link.tabIndex = -1;
    });
    var first = table.querySelector("td a");
    if (first) first.tabIndex = 0;
  });

  var ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  function move(link, step) {
    var grid = gridOf(inTable(link));
    var own = cellOf(link);
    var at = place(grid, own);
    var x = at.x;
    var y = at.y;
    for (;;) {
      x += step[0];
      y += step[1];
      var cell = grid[y] && grid[y][x];
      if (!cell) return;
      var next = cell !== own && cell.querySelector("a");
      if (next) {
        enter(next);
        next.focus();
        return;
      }
    }
  }
  document.addEventListener("keydown", function (event) {
    var link = event.target.closest && event.target.closest(LINK);
    if (link && ARROWS[event.key] && isPlain(event)) {
      event.preventDefault();
      move(link, ARROWS[event.key]);
    }
  });
  document.addEventListener("focusin", function (event) {
    var link = event.target.closest && event.target.closest(LINK);
    if (link) enter(link);
  });

  /* The id the address names; none when the address was broken on its way. */
  function asked() {
    try {
      return decodeURIComponent(location.hash.slice(1));
    } catch (broken) {
      return "";
    }
  }
  /* An address that leads into a region that scrolls: show the region from its heads on. */
  function arrive() {
    var table = inTable(document.getElementById(asked()));
    var region = table && table.closest(REGION);
    if (region && region.scrollHeight > region.clientHeight + 1) region.scrollIntoView({ block: "nearest" });
  }
  window.addEventListener("load", arrive);
  window.addEventListener("hashchange", arrive);

  /* ---- Copy: the selected cells as a grid, zero as 0 and blank as nothing ---- */

  /* Chromium lets no selection start in a link: while the button is held down, it is none. */
  var held = null;
  function release() {
    if (held) held[0].setAttribute("href", held[1]);
    held = null;
  }
  document.addEventListener("mousedown", function (event) {
    var link = event.target.closest && event.target.closest(LINK);
    release();
    if (!link || !isPlain(event)) return;
    held = [link, link.getAttribute("href")];
    link.removeAttribute("href");
  });
  window.addEventListener("mouseup", release, true);
  window.addEventListener("blur", release);

  function selected(table, selection) {
    var grid = gridOf(table);
    var marks = grid.map(function (row) {
      return row.map(function (cell) {
        return selection.containsNode(cell, true);
      });
    });
    var xs = [];
    var ys = [];
    marks.forEach(function (row, y) {
      row.forEach(function (mark, x) {
        if (mark) {
          xs.push(x);
          ys.push(y);
        }
      });
    });
    if (!xs.length) return null;
    var box = [Math.min.apply(0, xs), Math.max.apply(0, xs), Math.min.apply(0, ys), Math.max.apply(0, ys)];
    return { grid: grid, marks: marks, box: box };
  }
  /* The selected cells as text and as a table. */
  function copied(found) {
    var text = [];
    var table = make("table");
    var done = [];
    table.border = "1";
    for (var y = found.box[2]; y <= found.box[3]; y++) {
      var values = [];
      var row = table.insertRow();
      for (var x = found.box[0]; x <= found.box[1]; x++) {
        var cell = found.marks[y][x] ? found.grid[y][x] : null;
        var first = cell && done.indexOf(cell) < 0;
        values.push(first ? printed(cell) : "");
        if (cell && !first) continue;
        var made = row.insertCell();
        if (!cell) continue;
        done.push(cell);
        made.textContent = printed(cell);
        if (cell.colSpan > 1) made.colSpan = Math.min(cell.colSpan, found.box[1] - x + 1);
        if (cell.rowSpan > 1) made.rowSpan = Math.min(cell.rowSpan, found.box[3] - y + 1);
      }
      text.push(values.join("\t"));
    }
    return { text: text.join("\r\n"), table: table };
  }
  /* A selection that reaches beyond a table: its text as it is, each table in it as a clean grid. */
  function mixed(range, selection) {
    var host = make("div");
    host.className = "visually-hidden";
    host.appendChild(range.cloneContents());
    each(host.querySelectorAll(UNSAID), function (one) {
      one.remove();
    });
    var inside = tables.filter(function (table) {
      return range.intersectsNode(table);
    });
    var clones = host.querySelectorAll(GRID);
    if (clones.length !== inside.length) return null;
    var grids = inside.map(function (table) {
      var found = selected(table, selection);
      return found && copied(found);
    });
    grids.forEach(function (grid, index) {
      clones[index].replaceWith(grid ? grid.table : "");
    });
    var html = host.innerHTML;
    grids.forEach(function (grid) {
      if (!grid) return;
      var plain = make("pre");
      plain.textContent = grid.text.replace(/\r/g, "");
      grid.table.replaceWith(plain);
    });
    document.body.appendChild(host); // only what stands on the page has text with lines
    var text = host.innerText.trim().replace(/\r?\n/g, "\r\n");
    host.remove();
    return { text: text, html: html };
  }
  document.addEventListener("copy", function (event) {
    var selection = window.getSelection();
    if (selection.isCollapsed || !event.clipboardData) return;
    var range = selection.getRangeAt(0);
    var table = inTable(selection.anchorNode) || inTable(selection.focusNode);
    var holder = table && table.closest(REGION);
    var grid = null;
    if (holder && holder.contains(range.commonAncestorContainer)) {
      var found = selected(table, selection);
      if (!found || (found.box[0] === found.box[1] && found.box[2] === found.box[3])) return;
      grid = copied(found);
      grid.html = grid.table.outerHTML;
    } else if (tables.some(function (one) { return range.intersectsNode(one); })) {
      grid = mixed(range, selection);
    }
    if (!grid) return;
    event.clipboardData.setData("text/plain", grid.text);
    event.clipboardData.setData("text/html", grid.html);
    event.preventDefault();
  });

  /* A button that copies the whole table, for those who cannot drag over it. */
  tables.forEach(function (table) {
    var tools = table.closest(".gk-table") && table.closest(".gk-table").querySelector(".gk-table__tools");
    if (!tools) return;
    var button = make("button");
    button.className = "gk-copy";
    button.type = "button";
    button.textContent = "复制表格";
    button.addEventListener("click", function () {
      var range = document.createRange();
      var selection = window.getSelection();
      range.selectNodeContents(table);
      selection.removeAllRanges();
      selection.addRange(range);
      var well = document.execCommand("copy");
      selection.removeAllRanges();
      button.textContent = well ? "已复制，可粘贴到表格软件" : "没能复制，请选中表格后复制";
    });
    tools.append(button);
  });
})();
