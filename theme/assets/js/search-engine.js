/* The index in the browser, and what everything in it scores for a query. A small site brings all its texts in the core
 * file; of a large one only the parts of the postings that hold the query's tokens are loaded. */
(function (search) {
  "use strict";
  var text = search.text;
  var CELLS = 3; // kind of the entry that holds the cells of a report; the others are 0 section, 1 term, 2 figure
  var LEAST = 0.45; // share of a piece's weight that must be there

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
      form.heads.forEach(function (head) {
        this.heads.push({ form: index, head: head, text: label(head) });
      }, this);
    }, this);
    this.newest = core.pages.reduce(function (year, page) { return Math.max(year, page[4] || 0); }, 0);
    this.titles = []; // folded when they are first looked at
    this.last = new Set(core.words.last_pages);
    if (this.small) core.texts.forEach(function (entries, index) { this.take(index, entries); }, this);
  }

  /* An entry as it is looked through. */
  function scanned(anchor, heading, words, kind) {
    var cells = kind === CELLS;
    var h = text.fold(heading);
    return {
      anchor: anchor,
      heading: heading,
      text: words,
      cells: cells,
      h: h,
      t: cells ? "" : text.fold(words),
      whole: heading ? text.whole(h) : "",
      exact: null, // numbers and words, read when one is first asked for
      headed: null,
    };
  }

  function readExact(entry) {
    if (entry.exact) return;
    entry.headed = new Set(text.exactTokens(entry.h));
    var found = entry.cells ? entry.text.split(",") : text.exactTokens(entry.t);
    if (entry.cells) found.slice().forEach(function (one) { found.push.apply(found, text.rough(one)); });
    entry.exact = new Set(found.concat(Array.from(entry.headed)));
    if (entry.cells) ["", "x"].forEach(function (one) { entry.exact.delete(one); });
  }

  /* A row or column as an entry: its own label is its heading, that of its group a part of its text. */
  function label(head) {
    var labels = head[0].split("·");
    var own = labels.pop();
    return scanned("", own, labels.concat([head[1]]).join(" "));
  }

  Engine.prototype.take = function (page, entries) {
    var kinds = this.kind, first = this.first[page];
    this.texts[page] = entries.map(function (entry, i) {
      return scanned(entry[0], entry[1], entry[2], kinds[first + i]);
    });
  };

  Engine.prototype.entry = function (number) {
    var page = this.pageOf[number];
    return this.texts[page] && this.texts[page][number - this.first[page]];
  };

  /* Whether an entry has a token: 0 no, 1 in its text, 2 in its heading. */
  function has(entry, token) {
    if (token[0] === "=") return entry.whole === token ? 2 : 0;
    if (text.isChinese(token[0])) return entry.h.indexOf(token) >= 0 ? 2 : entry.t.indexOf(token) >= 0 ? 1 : 0;
    readExact(entry);
    return entry.headed.has(token) ? 2 : entry.exact.has(token) ? 1 : 0;
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
    if (this.small) {
      missing.forEach(function (token) { self.found.set(token, self.scan(token)); });
      return Promise.resolve();
    }
    return Promise.all(missing.map(function (token) {
      if (token[0] === "=") {
        self.found.set(token, { all: [], head: [] }); // whole headings are known of rows and columns only
        return null;
      }
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

  /* Every token of a query, and its words as whole headings. */
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

  search.Engine = Engine;
  search.tokensOf = tokensOf;
})(window.gongkaiSearch);
