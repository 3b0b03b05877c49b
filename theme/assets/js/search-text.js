/* Text of the search: characters folded to one form, and tokens. Mirrors macros/search/normal.py. */
(function (search) {
  "use strict";

  var SILENT = "“”‘’\"'《》〈〉「」『』\u200b";
  var TOKEN = /[\u3400-\u9fff]+|[0-9]+(?:\.[0-9]+)*|[a-z]+/g;
  var THOUSANDS = /([0-9]),(?=[0-9]{3}(?![0-9]))/g;
  var DOCUMENT = /[[(〔【]([0-9]{4})[\])〕】]第?([0-9]+)号/g;
  var NUMBERING = /^(?:第?[一二三四五六七八九十]+[、部]分?|\([一二三四五六七八九十]+\)|[0-9]+[.、])/;
  var NUMERAL = /[零〇一二两三四五六七八九十百千万亿]{2,}/;
  var UNITS = { 十: 10, 百: 100, 千: 1000 };
  var FIGURES = ["零", "一", "二", "三", "四", "五", "六", "七", "八", "九"];

  var simple = new Map();
  var known = new Map();
  var changing = /[^a-z0-9\u3400-\u9fff、。]/g;

  function isChinese(text) {
    return text !== undefined && text >= "\u3400" && text <= "\u9fff";
  }

  /* What a character is folded to; nothing for a quote. */
  function folded(one) {
    var plain = known.get(one);
    if (plain === undefined) {
      plain = one.normalize("NFKC").toLowerCase();
      if (plain.length !== 1) plain = one;
      plain = SILENT.indexOf(one) < 0 ? simple.get(plain) || plain : "";
      known.set(one, plain);
    }
    return plain;
  }

  /* Most characters stay as they are: only the others are looked up. */
  function fold(text) {
    return text.replace(changing, folded);
  }

  /* The same with the place of every character in the text it came from. */
  function foldWithPlaces(text) {
    var out = "";
    var at = [];
    for (var i = 0; i < text.length; i++) {
      var plain = folded(text[i]);
      out += plain;
      if (plain) at.push(i);
    }
    return { text: out, at: at };
  }

  /* Under what a number is found that was not written out: 223. of 223.3495, 153万 of 1539446. */
  function rough(number) {
    var parts = /^([0-9]+?)(\.[0-9.]*|[0-9]{4})$/.exec(number);
    if (!parts) return [];
    return [parts[1] + (parts[2][0] === "." ? "." : "万")];
  }

  /* Numbers, words and document numbers of a folded text: what is equal or not, never a part. */
  function exactTokens(text) {
    var all = text.replace(THOUSANDS, "$1").match(TOKEN) || [];
    var found = all.filter(function (one) { return !isChinese(one[0]); });
    var match;
    all.forEach(function (one) { found.push.apply(found, rough(one)); });
    DOCUMENT.lastIndex = 0;
    while ((match = DOCUMENT.exec(text))) found.push(match[1] + "#" + match[2]);
    return found;
  }

  function whole(heading) {
    return "=" + heading.replace(NUMBERING, "").replace(/[\s、，。；：（）()]/g, "");
  }

  /* The pairs of a Chinese run; a single character stands for itself. */
  function pairs(run) {
    if (run.length === 1) return [run];
    var found = [];
    for (var i = 0; i + 1 < run.length; i++) found.push(run.slice(i, i + 2));
    return found;
  }

  /* The file of a divided index that holds a token. */
  function partOf(token, parts) {
    var value = 2166136261;
    for (var i = 0; i < token.length; i++) value = Math.imul(value ^ token.charCodeAt(i), 16777619) >>> 0;
    return token.length === 1 && isChinese(token) ? "u" + (value % parts[1]) : "p" + (value % parts[0]);
  }

  /* 36 -> 三十六, as articles of laws are written. */
  function inChinese(number) {
    var tens = Math.floor(number / 10);
    var ones = number % 10;
    if (!tens) return FIGURES[ones];
    return (tens > 1 ? FIGURES[tens] : "") + "十" + (ones ? FIGURES[ones] : "");
  }

  /* 一千零二十 -> 1020; nothing for what is no number (十四五). */
  function inFigures(numeral) {
    var sum = 0, part = 0, figure = -1, least = Infinity;
    for (var i = 0; i < numeral.length; i++) {
      var one = numeral[i], value = FIGURES.indexOf(one === "两" ? "二" : one === "〇" ? "零" : one);
      if (value === 0) continue;
      if (value > 0) {
        if (figure >= 0) return "";
        figure = value;
      } else if (UNITS[one]) {
        if (UNITS[one] >= least || (figure < 0 && one !== "十")) return "";
        least = UNITS[one];
        part += (figure < 0 ? 1 : figure) * UNITS[one];
        figure = -1;
      } else {
        part += Math.max(figure, 0);
        if (!part || sum) return "";
        sum = part * (one === "万" ? 10000 : 100000000);
        part = 0;
        figure = -1;
        least = Infinity;
      }
    }
    var whole = sum + part + Math.max(figure, 0);
    return whole >= 10 ? String(whole) : "";
  }

  search.text = {
    rough: rough,
    inFigures: inFigures,
    NUMERAL: NUMERAL,
    fold: fold,
    foldWithPlaces: foldWithPlaces,
    exactTokens: exactTokens,
    whole: whole,
    pairs: pairs,
    partOf: partOf,
    inChinese: inChinese,
    isChinese: isChinese,
    TOKEN: TOKEN,
    THOUSANDS: THOUSANDS,
    DOCUMENT: DOCUMENT,
    learn: function (old, plain) {
      for (var i = 0; i < old.length; i++) simple.set(old[i], plain[i]);
      known.clear();
      if (old) changing = new RegExp("[^a-z0-9\\u3400-\\u9fff、。]|[" + old + "]", "g");
    },
  };
})(window.gongkaiSearch);
