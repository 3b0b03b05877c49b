/* Hits: what of the scores is shown, in which report, where it opens and what it says. */
(function (search) {
  "use strict";
  var text = search.text;
  var Engine = search.Engine;
  var TERM = 1, FIGURE = 2, CELLS = 3; // kinds of entries
  var SHOWN = 60; // hits looked through for an exact phrase
  var PAGES_AT_ONCE = 6; // files a browser loads side by side
  var FAINT = 0.12; // hits below this share of the best are left out
  var BY_LENGTH = [1.08, 1, 0.94, 0.88]; // a short entry that has it all says it best

  /* How much a page counts: a report by its year and agency, any other page a little less when these are asked for. */
  Engine.prototype.ofReport = function (asked, page) {
    var shape = this.core.pages[page];
    if (shape[4] === undefined) return asked.year || asked.agency >= 0 ? 0.95 : 1;
    var factor = Math.max(0.8, 1 - 0.04 * (this.newest - shape[4]));
    if (asked.year) factor = shape[4] === asked.year ? 1.3 : 0.6;
    if (asked.agency >= 0) factor *= shape[3] === asked.agency ? 1.3 : 0.5;
    return factor;
  };

  /* Reports on a form, those asked for first, then the newest; at most three. */
  Engine.prototype.reports = function (asked, form) {
    var self = this;
    return this.core.pages
      .map(function (page, index) { return index; })
      .filter(function (index) { return self.core.pages[index][5] === form; })
      .sort(function (a, b) { return self.ofReport(asked, b) - self.ofReport(asked, a) || a - b; })
      .slice(0, 3);
  };

  Engine.prototype.named = function (asked, page) {
    var title = this.titles[page] || (this.titles[page] = text.fold(this.core.pages[page][1]));
    return asked.pieces.some(function (piece) { return title.indexOf(piece.variants[0].words[0]) >= 0; });
  };

  /* Entries and rows worth showing, best first. */
  Engine.prototype.candidates = function (asked, scores) {
    var self = this;
    var ways = new Set(this.core.words.way_pages);
    var alone = asked.pieces.length === 1;
    var digits = asked.pieces.some(function (piece) {
      return (alone ? /^[0-9.]+万?$/ : /^[0-9.]{3,}$/).test(piece.variants[0].tokens[0]);
    });
    alone = alone && digits; // nothing but a number: a row that only bears it as its own number is no answer
    var factors = this.core.pages.map(function (page, index) {
      var factor = self.ofReport(asked, index);
      if (asked.way && ways.has(page[0])) factor *= 1.4;
      return self.last.has(page[0]) ? 0.6 * factor : factor;
    });
    var hits = [];
    if (!alone) this.rows(asked, scores, hits);
    var best = hits.reduce(function (most, hit) { return Math.max(most, hit.score); }, 0);
    for (var i = 0; i < this.count; i++) {
      if (!scores[i]) continue;
      var page = this.pageOf[i];
      var score = scores[i] * BY_LENGTH[this.length[i]] * factors[page];
      if (i === this.first[page] && this.named(asked, page)) score *= 1.15;
      if (digits && this.kind[i] === CELLS) score *= alone ? 3 : 1.4;
      if (alone && this.kind[i] === FIGURE) score *= 2;
      if (this.kind[i] === TERM) score *= asked.meaning ? 1.6 : 0.85;
      if (asked.number && (this.kind[i] === FIGURE || this.kind[i] === CELLS)) score *= 1.4;
      scores[i] = score;
      if (score > best) best = score;
    }
    var least = FAINT * best;
    hits = hits.filter(function (hit) { return hit.score > least; });
    for (var j = 0; j < this.count; j++) {
      if (scores[j] > least) hits.push({ score: scores[j], page: this.pageOf[j], entry: j });
    }
    return hits.sort(function (a, b) {
      return b.score - a.score || a.page - b.page || (a.entry || 0) - (b.entry || 0);
    });
  };

  /* Rows and columns of the forms, each in the reports it is asked for; a row and a column together are a cell. */
  Engine.prototype.rows = function (asked, scores, hits) {
    var self = this;
    this.core.forms.forEach(function (form, index) {
      var found = [];
      self.heads.forEach(function (one, i) {
        if (one.form !== index || missesPhrase(asked, one.text)) return;
        var score = scores[self.count + i];
        if (asked.place && one.head[7] === asked.place) score = score * 1.5 + 20;
        if (score) found.push({ head: one.head, score: score, column: null });
      });
      self.crossed(asked, index, found);
      if (!found.length) return;
      self.reports(asked, index).forEach(function (page) {
        var factor = self.ofReport(asked, page) * (asked.number ? 1.5 : asked.meaning || asked.way ? 0.7 : 1.05);
        found.forEach(function (one) {
          hits.push({ score: one.score * factor, page: page, head: one.head, column: one.column, form: index });
        });
      });
    });
  };

  /* Where one piece of the query names a column and another a row of the same block, the cell where they meet. */
  Engine.prototype.crossed = function (asked, form, found) {
    if (asked.pieces.length < 2) return;
    var heads = this.core.forms[form].heads;
    var named = function (axis) {
      return heads.filter(function (head) {
        return head[3] === axis && asked.pieces.some(function (piece) { return names(piece, head); });
      });
    };
    var columns = named(1);
    named(0).forEach(function (row) {
      columns.forEach(function (column) {
        if (row[2] !== column[2] || column[5] - column[4] > 1) return;
        var both = asked.pieces.filter(function (piece) { return names(piece, row) || names(piece, column); });
        var onlyOne = function (head) { return both.some(function (piece) { return !names(piece, head); }); };
        if (!onlyOne(row) || !onlyOne(column)) return;
        found.push({ head: row, column: column, score: 60 * (both.length / asked.pieces.length) });
      });
    });
  };

  function names(piece, head) {
    var label = text.fold(head[0]);
    return piece.variants.some(function (variant) { return label.indexOf(variant.words[0]) >= 0; });
  }

  /* Whether a phrase asked for word by word does not stand in an entry. */
  function missesPhrase(asked, entry) {
    return asked.pieces.some(function (piece) {
      return piece.exact && entry.h.indexOf(piece.exact) < 0 && entry.t.indexOf(piece.exact) < 0;
    });
  }

  /* A hit as it is shown. */
  function shown(hit, page, anchor, title, words, table) {
    var folder = page[0].slice(0, page[0].lastIndexOf("/"));
    var url = anchor[0] === "/" ? folder + anchor : page[0] + (anchor ? "#" + anchor : "");
    return { score: hit.score, page: hit.page, pageTitle: page[1], url: url, title: title, text: words, table: table };
  }

  /* A hit with everything that is shown of it; null when it turns out to be none. */
  Engine.prototype.ready = function (asked, hit) {
    var page = this.core.pages[hit.page];
    if (hit.head) return this.readyHead(hit, page);
    var entry = this.entry(hit.entry);
    if (this.kind[hit.entry] === CELLS) return this.readyCell(asked, hit, page, entry);
    if (missesPhrase(asked, entry)) return null;
    var made = shown(hit, page, entry.anchor, entry.heading || page[1], entry.text);
    made.figure = this.kind[hit.entry] === FIGURE;
    return made;
  };

  Engine.prototype.values = function (page) {
    var entries = this.texts[page];
    return entries[entries.length - 1].text.split(",");
  };

  Engine.prototype.readyHead = function (hit, page) {
    var form = this.core.forms[hit.form], head = hit.head, block = form.blocks[head[2]];
    var width = block.columns.length;
    var rows = head[3] === 0 ? [head[4], head[5]] : [0, block.rows.length];
    var columns = head[3] === 1 ? [head[4], head[5]] : hit.column ? [hit.column[4], hit.column[5]] : [0, width];
    var at = block.at + rows[0] * width + columns[0];
    var said = this.said(block, rows, columns, this.values(hit.page), head[6]);
    var title = head[0] + (hit.column ? "（" + hit.column[0] + "）" : "");
    return shown(hit, page, form.addresses[at], title, said, block.table);
  };

  /* What the cells say: numbers that are not zero (of several rows their totals); else that they are zero, blank or
   * do not apply. */
  Engine.prototype.said = function (block, rows, columns, values, unit) {
    var width = block.columns.length, many = rows[1] - rows[0] > 1;
    var value = function (row, column) { return values[block.at + row * width + column]; };
    if (many && block.total >= columns[0] && block.total < columns[1]) columns = [block.total, block.total + 1];
    var parts = [], zero = false, blank = false, none = false;
    for (var row = rows[0]; row < rows[1]; row++) {
      for (var column = columns[0]; column < columns[1]; column++) {
        var one = value(row, column);
        if (one === "") blank = true;
        else if (one === "x") none = true;
        else if (/^[0.]+$/.test(one)) zero = true;
        else {
          var own = many ? block.rows[row].split("·").pop() : "";
          var of = columns[1] - columns[0] > 1 ? block.columns[column] : "";
          parts.push([own, of, one, unit].filter(Boolean).join(" "));
        }
      }
    }
    if (parts.length > 6) return parts.slice(0, 6).join("；") + "……";
    if (parts.length) return parts.join("；");
    if (zero) return "0 " + unit + (blank ? "，其余空白" : "");
    return [blank ? "原表空白" : "", none ? "不适用" : ""].filter(Boolean).join("；");
  };

  /* A number of a statutory table: the first cell that holds it. */
  Engine.prototype.readyCell = function (asked, hit, page, entry) {
    var form = this.core.forms[page[5]];
    var values = entry.text.split(",");
    var wanted = new Set(search.tokensOf(asked));
    var holds = function (token) { return wanted.has(token); };
    var at = values.findIndex(function (value) { return value && (holds(value) || text.rough(value).some(holds)); });
    if (at < 0) return null;
    var block = form.blocks.filter(function (one) { return one.at <= at; }).pop();
    var row = block.rows[Math.floor((at - block.at) / block.columns.length)];
    var column = block.columns[(at - block.at) % block.columns.length];
    var title = [row, column].filter(Boolean).join("，");
    return shown(hit, page, form.addresses[at], title, values[at], block.table);
  };

  /* The first hits, some to spare, from no more pages than are shown: each may be a file to load. */
  Engine.prototype.few = function (found, limit) {
    var pages = new Set();
    var most = Math.max(PAGES_AT_ONCE, Math.floor((limit * 2) / 3));
    var top = found.slice(0, 2 * limit);
    if (this.small) return top;
    return top.filter(function (hit) {
      if (pages.size < most) pages.add(hit.page);
      return pages.has(hit.page);
    });
  };

  /* Hits for a query, best first, `limit` at most; `total` counts those that were not made ready too. Where nothing is
   * found, what is found without the words that stand nowhere (`left`) or for numbers like those asked (`near`). */
  Engine.prototype.search = function (raw, limit) {
    var self = this;
    var asked = this.reader.read(raw);
    if (!asked.pieces.length && !asked.place) return Promise.resolve(this.nothing(asked));
    return this.attempt(asked, limit).then(function (found) {
      return found.hits.length ? found : self.again(asked, limit);
    });
  };

  Engine.prototype.again = function (asked, limit) {
    var self = this;
    var begun = { pieces: this.reader.begun(asked) };
    return this.postings(search.tokensOf(begun)).then(function () {
      var other = self.reader.loosened(asked, function (piece) {
        return self.scores({ pieces: [piece] }).some(function (score) { return score > 0; });
      });
      if (!other) return self.nothing(asked);
      return self.attempt(other.asked, limit).then(function (found) {
        return found.hits.length ? Object.assign(found, { left: other.left, near: other.near }) : self.nothing(asked);
      });
    });
  };

  /* No hits, but the pages that say how to get information. */
  Engine.prototype.nothing = function (asked) {
    var ways = this.core.words.way_pages;
    var pages = this.core.pages
      .filter(function (page) { return ways.indexOf(page[0]) >= 0; })
      .sort(function (a, b) { return ways.indexOf(a[0]) - ways.indexOf(b[0]); });
    return {
      hits: [],
      total: 0,
      words: wordsOf(asked),
      ways: pages.map(function (page) { return { url: page[0], title: page[1] }; }),
    };
  };

  Engine.prototype.attempt = function (asked, limit) {
    var self = this;
    var exact = asked.pieces.some(function (piece) { return piece.exact; });
    var found, top;
    return this.postings(search.tokensOf(asked))
      .then(pause)
      .then(function () { return self.scores(asked); })
      .then(pause)
      .then(function (scores) {
        found = self.candidates(asked, scores);
        top = self.few(found, exact ? SHOWN : limit);
        return self.open(Array.from(new Set(top.map(function (hit) { return hit.page; }))));
      })
      .then(pause)
      .then(function () {
        var seen = new Set();
        var hits = top.map(function (hit) { return self.ready(asked, hit); }).filter(function (hit) {
          if (!hit || seen.has(hit.url)) return false;
          seen.add(hit.url);
          return true;
        });
        var hidden = exact ? 0 : found.length - top.length;
        return { hits: hits.slice(0, limit), total: hits.length + hidden, words: wordsOf(asked) };
      });
  };

  /* Lets the browser answer the reader between two steps. */
  function pause(value) {
    return new Promise(function (resolve) { setTimeout(resolve, 0, value); });
  }

  /* What is marked in a hit: the words asked for, and the pairs and numbers they are made of. */
  function wordsOf(asked) {
    var whole = new Set(), parts = new Set();
    asked.pieces.forEach(function (piece) {
      piece.variants.forEach(function (variant) {
        variant.words.forEach(function (word) { whole.add(word); });
        variant.tokens.forEach(function (token) { if (token.indexOf("#") < 0) parts.add(token); });
      });
    });
    var longest = function (a, b) { return b.length - a.length; };
    return { whole: Array.from(whole).sort(longest), parts: Array.from(parts).sort(longest) };
  }
})(window.gongkaiSearch);
