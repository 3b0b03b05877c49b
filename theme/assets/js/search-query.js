/* What a reader's query asks: pieces to be found, each with other words for it; year, agency and kind of answer. */
(function (search) {
  "use strict";
  var text = search.text;
  var MOST_VARIANTS = 5; // of a large site, where each may be files to load, fewer
  var MOST_OF_LARGE = 3;
  var QUOTED = /["“]([^"“”]+)["”]/g;
  var PLACE = /(?:^|[^\u3400-\u9fff])([一二三四])[、\s]*\(([一二三四五六七])\)[、\s]*([0-9]?)(?![0-9])/;

  var DAY = /(?:[0-9]{4}年)?[0-9]{1,2}月[0-9]{1,2}日/g;
  var TEN_THOUSANDS = /(^|[^0-9.])([1-9][0-9]*)万/g;
  var ENDS = "省市州盟区县旗局委厅办";
  var BRACKETED = /[[(〔【<]?\s*((?:19|20)[0-9]{2})\s*[\])〕】>]\s*第?\s*([0-9]+)\s*号?/g;
  var SPACED = /([\u3400-\u9fff])\s*((?:19|20)[0-9]{2})\s+([0-9]+)\s*号/g;

  function escaped(word) {
    return word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  }

  function Reader(core) {
    var words = core.words;
    this.core = core;
    this.most = core.texts ? MOST_VARIANTS : MOST_OF_LARGE;
    this.same = words.same.map(function (group) {
      return group.map(text.fold); // as editors ordered them: the first are tried first
    });
    this.number = this.pattern(words.asks_number);
    this.meaning = this.pattern(words.asks_meaning);
    this.way = this.pattern(words.asks_way);
    this.empty = this.pattern(words.empty_words.filter(function (word) { return word.length > 1; }));
    this.trimmed = new Set(words.empty_words.filter(function (word) { return word.length === 1; }));
    this.known = new Set([].concat.apply([], this.same));
    words.pinyin.forEach(function (pair) { this.known.add(text.fold(pair[0])); }, this);
    this.longest = 1;
    this.known.forEach(function (word) { this.longest = Math.max(this.longest, word.length); }, this);
    this.years = new Set(core.pages.map(function (page) { return page[4]; }));
    this.agencies = [];
    core.agencies.forEach(function (names, index) {
      names.forEach(function (name) { this.agencies.push([text.fold(name), index]); }, this);
    }, this);
    if (core.agencies.length > 1) this.shorter();
    this.agencies.sort(function (a, b) { return b[0].length - a[0].length; });
  }

  /* What people write for an agency's name: 淮安市 and 淮安 for 淮安市人民政府, 平潭 for 平潭综合实验区. Only what no
   * other agency begins with, and what is no beginning of a listed word or part of a row (国家 of 国家秘密). */
  Reader.prototype.shorter = function () {
    var core = this.core, owner = new Map(), found = this.agencies.slice();
    var words = "|" + Array.from(this.known).join("|");
    var rows = [].concat.apply([], core.forms.map(function (form) { return form.heads; }));
    var labels = rows.map(function (head) { return text.fold(head[0]); }).join("|");
    found.forEach(function (pair) {
      for (var i = 2; i <= pair[0].length; i++) {
        var start = pair[0].slice(0, i);
        owner.set(start, owner.has(start) && owner.get(start) !== pair[1] ? -1 : pair[1]);
      }
    });
    var seen = new Set();
    found.forEach(function (pair) {
      for (var i = 2; i < pair[0].length; i++) {
        var start = pair[0].slice(0, i);
        var cut = i === 2 || ENDS.indexOf(pair[0][i]) >= 0 || ENDS.indexOf(pair[0][i - 1]) >= 0;
        if (!cut || owner.get(start) !== pair[1] || seen.has(start)) continue;
        seen.add(start);
        if (words.indexOf("|" + start) < 0 && labels.indexOf(start) < 0) this.agencies.push([start, pair[1]]);
      }
    }, this);
  };

  Reader.prototype.pattern = function (list) {
    var sorted = list.map(text.fold).sort(function (a, b) { return b.length - a.length; });
    return sorted.length ? new RegExp(sorted.map(escaped).join("|"), "g") : /$^/g;
  };

  Reader.prototype.read = function (raw) {
    var asked = { pieces: [], year: 0, agency: -1, number: false, meaning: false, way: false, place: "" };
    var exact = [];
    var rest = raw.slice(0, 100).replace(/[＂〝〞「」『』]/g, '"').replace(QUOTED, function (_, words) {
      exact.push(text.fold(words).replace(/\s+/g, ""));
      return " ";
    });
    rest = text.fold(rest).replace(text.THOUSANDS, "$1");
    rest = rest.replace(/第([0-9]{1,2})([条项款])/g, function (_, n, unit) {
      return "第" + text.inChinese(Number(n)) + unit;
    });
    rest = rest.replace(DAY, function (day) {
      exact.push(day);
      return " ";
    });
    rest = this.place(rest, asked);
    rest = this.documents(rest, asked);
    rest = this.about(rest, asked);
    exact.forEach(function (words) { if (words) asked.pieces.push(this.phrase(words)); }, this);
    rest = rest.replace(TEN_THOUSANDS, function (_, before, number) {
      asked.pieces.push(numbered([number + "万", number, number + "."], number));
      return before + " ";
    });
    this.runs(this.latin(rest, asked), asked);
    return asked;
  };

  /* A number under any of the tokens it may have. */
  function numbered(tokens, word) {
    var variants = tokens.map(function (token) { return { tokens: [token], weight: 1, words: [word] }; });
    return { exact: "", must: true, variants: variants };
  }

  /* 三（四）1: a row by its printed numbers. */
  Reader.prototype.place = function (rest, asked) {
    return rest.replace(PLACE, function (_, part, group, row) {
      asked.place = part + group + row;
      return " ";
    });
  };

  /* 〔2021〕30号, with any brackets or none. */
  Reader.prototype.documents = function (rest, asked) {
    var marked = rest.replace(BRACKETED, " $1#$2 ").replace(SPACED, "$1 $2#$3 ");
    return marked.replace(/[0-9]{4}#[0-9]+/g, function (token) {
      var number = token.split("#")[1];
      asked.pieces.push({ exact: "", must: true, variants: [{ tokens: [token], weight: 1, words: [number] }] });
      return " ";
    });
  };

  /* Year of a report and agency decide; they are not looked for unless nothing else is asked. */
  Reader.prototype.about = function (rest, asked) {
    var self = this;
    var left = rest.replace(/(^|[^0-9.#])([0-9]{4})(?![0-9.])年?度?/g, function (whole, before, year) {
      if (!self.years.has(Number(year)) || asked.year) return whole;
      asked.year = Number(year);
      return before + " ";
    });
    this.agencies.some(function (pair) {
      if (left.indexOf(pair[0]) < 0) return false;
      asked.agency = pair[1];
      left = left.replace(pair[0], " ");
      return true;
    });
    var bare = left;
    bare = bare.replace(this.meaning, function () { asked.meaning = true; return " "; });
    bare = bare.replace(this.number, function () { asked.number = true; return " "; });
    bare = bare.replace(this.way, function () { asked.way = true; return " "; });
    bare = bare.replace(this.empty, " ").replace(/[\u3400-\u9fff]+/g, function (run) { return self.trim(run); });
    if (/[\u3400-\u9fffa-z0-9]/.test(bare)) return bare;
    if (asked.pieces.length) return "";
    return /[\u3400-\u9fffa-z0-9]/.test(left) ? left : rest;
  };

  /* A single empty character counts as empty at the ends of a run only: within, it may be part of a word. */
  Reader.prototype.trim = function (run) {
    var from = 0, to = run.length;
    while (from < to && this.trimmed.has(run[from])) from++;
    while (to > from && this.trimmed.has(run[to - 1])) to--;
    return run.slice(from, to);
  };

  Reader.prototype.phrase = function (words) {
    var tokens = text.exactTokens(words);
    (words.match(/[\u3400-\u9fff]+/g) || []).forEach(function (run) { tokens = tokens.concat(text.pairs(run)); });
    return { exact: words, must: true, variants: [{ tokens: tokens, weight: 1, words: [words] }] };
  };

  /* Letters are pinyin of a term when they spell one or begin its syllables, else a word. */
  Reader.prototype.latin = function (rest, asked) {
    var self = this;
    var letters = rest.replace(/[\s']/g, "");
    if (/^[a-z]{2,}$/.test(letters)) {
      var spelt = this.spelt(letters);
      if (spelt.length) {
        asked.pieces.push(this.piece(spelt));
        return "";
      }
    }
    return rest.replace(/[a-z]{2,}/g, function (word) {
      var terms = self.spelt(word);
      if (!terms.length) return word;
      asked.pieces.push(self.piece(terms));
      return " ";
    });
  };

  Reader.prototype.spelt = function (letters) {
    var full = [], first = [], begun = [];
    this.core.words.pinyin.forEach(function (pair) {
      var sound = pair[1].replace(/ /g, "");
      var initials = pair[1].replace(/([a-z])[a-z]*(?: |$)/g, "$1");
      if (sound === letters) full.push(pair[0]);
      else if (initials === letters) first.push(pair[0]);
      else if (letters.length > 2 && sound.indexOf(letters) === 0) begun.push(pair[0]);
    });
    return (full.length ? full : first.length ? first : begun).slice(0, this.most);
  };

  Reader.prototype.runs = function (rest, asked) {
    var found = rest.match(text.TOKEN) || [];
    var isLong = function (one) { return text.isChinese(one[0]) && one.length > 1; };
    var long = found.some(isLong) || asked.pieces.length > 0;
    found.forEach(function (one) {
      if (text.isChinese(one[0])) {
        if (one.length === 1 && long) return;
        this.split(one).forEach(function (part) { asked.pieces.push(this.piece([part])); }, this);
      } else {
        var follows = rest[rest.indexOf(one) + one.length];
        var loose = long && one.length === 1 && !text.isChinese(follows);
        if (loose && asked.place) return;
        asked.pieces.push({ exact: "", must: !loose, variants: [{ tokens: [one], weight: 1, words: [one] }] });
      }
    }, this);
  };

  /* A run of several known words is looked for word by word, and counts more where it stands as a whole (of a large
   * site, word by word only). */
  Reader.prototype.split = function (run) {
    var parts = [], known = 0, loose = "";
    for (var i = 0; i < run.length; ) {
      var length = Math.min(this.longest, run.length - i);
      while (length > 1 && !this.known.has(run.substr(i, length))) length--;
      if (length > 1) {
        if (loose.length > 1) parts.push(loose);
        loose = "";
        known++;
        parts.push(run.substr(i, length));
      } else {
        loose += run[i];
      }
      i += length;
    }
    if (loose.length > 1) parts.push(loose);
    if (!known || parts.length < 2) return [run];
    return this.core.texts ? parts.concat(["+" + run]) : parts;
  };

  /* A piece of Chinese with what editors list as other words for it. */
  Reader.prototype.piece = function (terms) {
    var self = this;
    var variants = [];
    if (terms[0][0] === "+") {
      var run = terms[0].slice(1);
      var whole = { tokens: text.pairs(run), weight: 1, words: [run] };
      return { exact: "", must: false, bonus: true, variants: [whole] };
    }
    terms.map(text.fold).forEach(function (run) {
      variants.push({ tokens: text.pairs(run), weight: 1, words: [run] });
      var numeral = text.NUMERAL.exec(run), figures = numeral ? text.inFigures(numeral[0]) : "";
      if (figures) {
        var around = run.split(numeral[0]).map(function (one) { return one ? text.pairs(one) : []; });
        variants.push({ tokens: [figures].concat(around[0], around[1]), weight: 1, words: [figures] });
      }
      self.same.forEach(function (group) {
        var mine = group.reduce(function (longest, word) {
          return word.length > longest.length && run.indexOf(word) >= 0 ? word : longest;
        }, "");
        if (!mine) return;
        group.forEach(function (other) {
          if (other === mine || variants.length >= self.most) return;
          var said = mine.indexOf(other) >= 0 ? other : run.replace(mine, other);
          if (variants.some(function (one) { return one.words[0] === said; })) return;
          variants.push({ tokens: text.pairs(said), weight: 0.8, words: [said] });
        });
      });
    });
    return { exact: "", must: false, variants: variants };
  };

  /* The numbers of a query as the whole part of a longer one. */
  Reader.prototype.begun = function (asked) {
    return asked.pieces
      .map(function (piece) { return piece.variants[0].words[0]; })
      .filter(function (word) { return /^[0-9]{2,}$/.test(word); })
      .map(function (word) { return numbered([word + "."], word); });
  };

  /* The query without the pieces of which `stands` says nothing is there, and with numbers begun rather than written
   * out (223 for 223.3495); null when that leaves nothing new. A phrase in quotes is never loosened. */
  Reader.prototype.loosened = function (asked, stands) {
    if (asked.pieces.some(function (piece) { return piece.exact; })) return null;
    var left = [], near = [];
    var pieces = asked.pieces.filter(function (piece) { return !piece.bonus; }).map(function (piece) {
      if (stands(piece)) return piece;
      var word = piece.variants[0].words[0];
      var begun = this.begun({ pieces: [piece] })[0];
      if (begun && stands(begun)) {
        near.push(word);
        return begun;
      }
      left.push(word);
      return null;
    }, this).filter(Boolean);
    if (!pieces.length || !(left.length || near.length)) return null;
    return { asked: Object.assign({}, asked, { pieces: pieces }), left: left, near: near };
  };

  search.Reader = Reader;
})(window.gongkaiSearch);
