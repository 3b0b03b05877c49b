/* The search itself. A small site brings all its texts in the core file; of a large one only the parts of the postings
 * that hold the query's tokens are loaded, and the texts of the pages that are shown. */
(function (search) {
  "use strict";
  var text = search.text;
  var SECTION = 0, TERM = 1, FIGURE = 2, CELLS = 3;
  var LEAST = 0.45; // share of a piece's weight that must be there
  var SHOWN = 60; // hits that are made ready at most
  var PAGES_AT_ONCE = 6; // files a browser loads side by side
  var FAINT = 0.12; // hits below this share of the best are left out
  var BY_LENGTH = [1.08, 1, 0.94, 0.88];

  function Engine(core, load) {
    this.core = core;
    this.load = load;
    this.reader = new search.Reader(core);
    this.small = !!core.texts;
    this.found = new Map(); // token -> {all, head}
    this.pageOf = [];
    this.first = [];
    this.kind = [];
    this.length = [];
    this.texts = [];
    core.pages.forEach(function (page, index) {
      this.first.push(this.pageOf.length);
      for (var i = 0; i < page[2].length; i++) {
        var code = page[2].charCodeAt(i) - 97;
        this.pageOf.push(index);
        this.kind.push(code >> 2);
        this.length.push(code & 3);
      }
    }, this);
    this.count = this.pageOf.length;
    this.heads = [];
    core.forms.forEach(function (form, index) {
      form.heads.forEach(function (head) { this.heads.push({ form: index, head: head, text: label(head) }); }, this);
    }, this);
    this.newest = core.pages.reduce(function (year, page) { return Math.max(year, page[4] || 0); }, 0);
    this.titles = []; // folded when they are first looked at
    this.last = new Set(core.words.last_pages);
    if (this.small) core.texts.forEach(function (entries, index) { this.take(index, entries); }, this);
  }

  /* An entry as it is looked through. */
  function scanned(anchor, heading, words, kind) {
    if (kind === CELLS) return { anchor: anchor, heading: heading, text: words, h: "", t: "", exact: new Set(words.split(",").filter(function (one) { return one && one !== "x"; })), headed: new Set() };
    var h = text.fold(heading);
    var t = text.fold(words);
    var headed = text.exactTokens(h);
    if (heading) headed.push(text.whole(h));
    return { anchor: anchor, heading: heading, text: words, h: h, t: t, exact: new Set(text.exactTokens(t).concat(headed)), headed: new Set(headed) };
  }

  /* A row or column as an entry: its own label is its heading, that of its group a part of its text. */
  function label(head) {
    var labels = head[0].split("·");
    var own = labels.pop();
    return scanned("", own, labels.concat([head[1]]).join(" "));
  }

  Engine.prototype.take = function (page, entries) {
    var kinds = this.kind, first = this.first[page];
    this.texts[page] = entries.map(function (entry, i) { return scanned(entry[0], entry[1], entry[2], kinds[first + i]); });
  };

  Engine.prototype.entry = function (number) {
    var page = this.pageOf[number];
    return this.texts[page] && this.texts[page][number - this.first[page]];
  };

  function isExact(token) {
    return !text.isChinese(token[0]);
  }

  /* Whether an entry has a token: 0 no, 1 in its text, 2 in its heading. */
  function has(entry, token) {
    if (isExact(token)) return entry.headed.has(token) ? 2 : entry.exact.has(token) ? 1 : 0;
    return entry.h.indexOf(token) >= 0 ? 2 : entry.t.indexOf(token) >= 0 ? 1 : 0;
  }

  /* --- postings ------------------------------------------------------------------------------------------------ */

  Engine.prototype.scan = function (token) {
    var all = [], head = [];
    for (var page = 0; page < this.texts.length; page++) {
      var entries = this.texts[page];
      for (var i = 0; i < entries.length; i++) {
        var where = has(entries[i], token);
        if (where) all.push(this.first[page] + i);
        if (where === 2) head.push(this.first[page] + i);
      }
    }
    return { all: all, head: head };
  };

  function unpacked(steps) {
    var place = 0;
    return steps ? steps.split(",").map(function (step) { return (place += parseInt(step, 36)); }) : [];
  }

  Engine.prototype.postings = function (tokens) {
    var self = this;
    var missing = tokens.filter(function (token) { return !self.found.has(token); });
    // Whole headings are not in the postings: of a large site only rows and columns know them.
    if (!this.small) missing = missing.filter(function (token) { return token[0] !== "=" || !self.found.set(token, { all: [], head: [] }); });
    if (this.small) {
      missing.forEach(function (token) { self.found.set(token, self.scan(token)); });
      return Promise.resolve();
    }
    return Promise.all(missing.map(function (token) {
      return self.load(text.partOf(token, self.core.parts)).then(function (part) {
        var both = (Object.prototype.hasOwnProperty.call(part, token) ? part[token] : "").split("|");
        self.found.set(token, { all: unpacked(both[0]), head: unpacked(both[1]) });
      });
    }));
  };

  Engine.prototype.open = function (pages) {
    var self = this;
    return Promise.all(pages.filter(function (page) { return !self.texts[page]; }).map(function (page) {
      return self.load("t" + page).then(function (entries) { self.take(page, entries); });
    }));
  };

  /* --- scores -------------------------------------------------------------------------------------------------- */

  function tokensOf(asked) {
    var found = new Set();
    asked.pieces.forEach(function (piece) {
      piece.variants.forEach(function (variant) {
        variant.tokens.forEach(function (token) { found.add(token); });
        if (!piece.exact) found.add(text.whole(variant.words[0]));
      });
    });
    return Array.from(found);
  }

  Engine.prototype.weights = function (tokens) {
    var self = this;
    var weights = new Map();
    tokens.forEach(function (token) {
      var count = self.found.get(token).all.length;
      self.heads.forEach(function (one) { if (has(one.text, token)) count++; });
      weights.set(token, count ? Math.log(1 + (self.count + self.heads.length) / count) : 0);
    });
    return weights;
  };

  /* What a piece is worth in an entry that has weight `sum` of `total`, `headed` of it in the heading. */
  function worth(piece, variant, sum, headed, whole, total) {
    if (!total) return 0;
    var share = sum / total;
    if (share < (piece.must || variant.tokens.length === 2 ? 0.99 : LEAST)) return 0;
    var score = sum * share + (headed * headed) / total;
    if (share > 0.99) score += 0.6 * total;
    if (headed / total > 0.99) score += total;
    if (whole && variant.weight === 1) score += 1.5 * total;
    return score * variant.weight;
  }

  /* The weight a variant would have if all of it were there; a token that stands nowhere (two words that only met in
   * the query) weighs as the others do on average. */
  function totalOf(variant, weights) {
    var sum = 0, seen = 0;
    variant.tokens.forEach(function (token) {
      var weight = weights.get(token);
      sum += weight;
      if (weight) seen++;
    });
    return seen ? (sum * variant.tokens.length) / seen : 0;
  }

  /* Scores of all entries and, behind them, of all heads of the forms. */
  Engine.prototype.scores = function (asked) {
    var self = this;
    var size = this.count + this.heads.length;
    var weights = this.weights(tokensOf(asked));
    var rare = 0.5 * Math.log(1 + size);
    var score = new Float32Array(size), matched = new Float32Array(size);
    var whole = 0;
    asked.pieces.forEach(function (piece) {
      var best = new Float32Array(size), part = new Float32Array(size);
      var full = totalOf(piece.variants[0], weights) || rare;
      if (!piece.bonus) whole += full;
      piece.variants.forEach(function (variant) {
        var total = totalOf(variant, weights);
        var sum = new Float32Array(size), headed = new Float32Array(size);
        variant.tokens.forEach(function (token) {
          var places = self.found.get(token), weight = weights.get(token);
          places.all.forEach(function (i) { sum[i] += weight; });
          places.head.forEach(function (i) { headed[i] += weight; });
          self.heads.forEach(function (one, i) {
            var where = has(one.text, token);
            if (where) sum[self.count + i] += where === 2 ? weight : 0.75 * weight;
            if (where === 2) headed[self.count + i] += weight;
          });
        });
        var token = text.whole(variant.words[0]);
        var wholes = new Set(piece.exact ? [] : self.found.get(token).all);
        for (var i = 0; i < size; i++) {
          if (!sum[i]) continue;
          var equal = i < self.count ? wholes.has(i) : has(self.heads[i - self.count].text, token) > 0;
          var value = worth(piece, variant, sum[i], headed[i], equal, total);
          if (value > best[i]) {
            best[i] = value;
            part[i] = full * Math.min(1, sum[i] / total);
          }
        }
      });
      for (var i = 0; i < size; i++) {
        if (piece.bonus) {
          if (part[i] > 0.99 * full) score[i] += best[i];
          continue;
        }
        score[i] += best[i];
        matched[i] += piece.must && !best[i] ? -0.6 * full : part[i];
      }
    });
    for (var i = 0; i < size; i++) {
      var share = whole ? matched[i] / whole : 0;
      score[i] = share < 0.4 ? 0 : score[i] * share;
    }
    return score;
  };

  /* --- hits ---------------------------------------------------------------------------------------------------- */

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
    var digits = asked.pieces.some(function (piece) { return /^[0-9.]{3,}$/.test(piece.variants[0].tokens[0]); });
    var factors = this.core.pages.map(function (page, index) {
      return self.ofReport(asked, index) * (asked.way && ways.has(page[0]) ? 1.4 : 1) * (self.last.has(page[0]) ? 0.6 : 1);
    });
    var hits = [];
    this.rows(asked, scores, hits);
    var best = hits.reduce(function (most, hit) { return Math.max(most, hit.score); }, 0);
    for (var i = 0; i < this.count; i++) {
      if (!scores[i]) continue;
      var page = this.pageOf[i];
      var score = scores[i] * BY_LENGTH[this.length[i]] * factors[page];
      if (i === this.first[page] && this.named(asked, page)) score *= 1.15;
      if (digits && this.kind[i] === CELLS) score *= 1.4;
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
    return hits.sort(function (a, b) { return b.score - a.score || a.page - b.page || (a.entry || 0) - (b.entry || 0); });
  };

  /* Rows and columns of the forms, each in the reports it is asked for; a row and a column together are a cell. */
  Engine.prototype.rows = function (asked, scores, hits) {
    var self = this;
    this.core.forms.forEach(function (form, index) {
      var found = [];
      self.heads.forEach(function (one, i) {
        if (one.form !== index) return;
        var score = scores[self.count + i];
        if (asked.place && one.head[7] === asked.place) score = score * 1.5 + 20;
        if (score) found.push({ head: one.head, score: score, column: null });
      });
      self.crossed(asked, index, found);
      if (!found.length) return;
      self.reports(asked, index).forEach(function (page) {
        var factor = self.ofReport(asked, page) * (asked.number ? 1.5 : asked.meaning || asked.way ? 0.7 : 1.05);
        found.forEach(function (one) { hits.push({ score: one.score * factor, page: page, head: one.head, column: one.column, form: index }); });
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
        var own = both.some(function (piece) { return !names(piece, row); }) && both.some(function (piece) { return !names(piece, column); });
        if (own) found.push({ head: row, column: column, score: 60 * (both.length / asked.pieces.length) });
      });
    });
  };

  function names(piece, head) {
    var label = text.fold(head[0]);
    return piece.variants.some(function (variant) { return label.indexOf(variant.words[0]) >= 0; });
  }

  /* A hit with everything that is shown of it; null when it turns out to be none. */
  Engine.prototype.ready = function (asked, hit) {
    var page = this.core.pages[hit.page];
    if (hit.head) return this.readyHead(hit, page);
    var entry = this.entry(hit.entry);
    if (this.kind[hit.entry] === CELLS) return this.readyCell(asked, hit, page, entry);
    var missed = asked.pieces.some(function (piece) { return piece.exact && entry.h.indexOf(piece.exact) < 0 && entry.t.indexOf(piece.exact) < 0; });
    if (missed) return null;
    return { score: hit.score, page: hit.page, url: page[0] + (entry.anchor ? "#" + entry.anchor : ""), title: entry.heading || page[1], text: entry.text };
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
    return { score: hit.score, page: hit.page, url: page[0] + "#" + form.addresses[at], title: title, text: said, table: block.table };
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
          var name = [many ? block.rows[row].split("·").pop() : "", columns[1] - columns[0] > 1 ? block.columns[column] : ""];
          parts.push(name.filter(Boolean).concat([one, unit]).join(" "));
        }
      }
    }
    if (parts.length > 6) return parts.slice(0, 6).join("；") + "……";
    if (parts.length) return parts.join("；");
    return [zero ? "0 " + unit : "", blank ? "原表空白" : "", none ? "不适用" : ""].filter(Boolean).join("；");
  };

  /* A number of a statutory table: the first cell that holds it. */
  Engine.prototype.readyCell = function (asked, hit, page, entry) {
    var form = this.core.forms[page[5]];
    var values = entry.text.split(",");
    var wanted = new Set(tokensOf(asked));
    var at = values.findIndex(function (value) { return value && wanted.has(value); });
    if (at < 0) return null;
    var block = form.blocks.filter(function (one) { return one.at <= at; }).pop();
    var row = block.rows[Math.floor((at - block.at) / block.columns.length)];
    var column = block.columns[(at - block.at) % block.columns.length];
    var title = [row, column].filter(Boolean).join("，");
    return { score: hit.score, page: hit.page, url: page[0] + "#" + form.addresses[at], title: title, text: values[at], table: block.table };
  };

  /* The first hits, some to spare, from no more pages than are shown: each may be a file to load. */
  Engine.prototype.few = function (found, limit) {
    var pages = new Set();
    var most = Math.max(PAGES_AT_ONCE, Math.floor((limit * 2) / 3));
    var top = found.slice(0, 2 * limit);
    return this.small ? top : top.filter(function (hit) { return pages.has(hit.page) || (pages.size < most && pages.add(hit.page)); });
  };

  /* Hits for a query, best first, `limit` at most; `total` counts those that were not made ready too. */
  Engine.prototype.search = function (raw, limit) {
    var self = this;
    var asked = this.reader.read(raw);
    if (!asked.pieces.length && !asked.place) return Promise.resolve({ hits: [], total: 0, words: wordsOf(asked) });
    var exact = asked.pieces.some(function (piece) { return piece.exact; });
    var found, top;
    return this.postings(tokensOf(asked))
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
          hit.pageTitle = self.core.pages[hit.page][1];
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

  search.Engine = Engine;
})(window.gongkaiSearch);
