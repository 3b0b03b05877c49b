/* The search field: loads the search when it is used, shows the best hits below it, leads to all of them.
 * Without this script the field is a form that opens the page of results. */
(function () {
  "use strict";

  var ASSETS = new URL(".", document.currentScript.src).href;
  var ROOT = new URL("../../", ASSETS).href;
  var BEST = 8;
  var PAUSE = 120; // milliseconds without a key before a search

  /* --- loading: scripts that hand over what they hold; they load from a disk as well as from a server ------------- */

  var waiting = {};
  var search = (window.gongkaiSearch = {
    put: function (name, value) {
      if (waiting[name]) waiting[name].resolve(value);
    },
  });

  function script(url, fail) {
    var element = document.createElement("script");
    element.src = url;
    element.async = false; // run in the order they were asked for
    element.onerror = fail;
    document.head.appendChild(element);
    return element;
  }

  function load(name) {
    var one = waiting[name];
    if (!one) {
      one = waiting[name] = {};
      one.promise = new Promise(function (resolve, reject) {
        one.resolve = resolve;
        script(ROOT + "search/" + name + ".js", function () {
          delete waiting[name];
          reject(new Error(name));
        });
      });
    }
    return one.promise;
  }

  var engine = null;

  function started() {
    if (!engine) {
      engine = new Promise(function (resolve, reject) {
        var fail = function () {
          engine = null;
          reject(new Error("search"));
        };
        var core = load("core");
        script(ROOT + "search/engine.js", fail).onload = function () {
          core.then(function (shape) {
            search.text.learn(shape.simple[0], shape.simple[1]);
            var part = function (name) { return load(shape.version + "/" + name); };
            resolve(new search.Engine(shape, part));
          }, fail);
        };
      });
    }
    return engine;
  }

  search.find = function (query, limit) {
    return started().then(function (ready) { return ready.search(query, limit); });
  };
  search.root = ROOT;

  /* What was not found of a query that has hits all the same; empty when all was. */
  search.instead = function (found) {
    var missing = (found.left || []).concat(found.near || []);
    return missing.length ? "没有找到“" + missing.join("”“") + "”，" : "";
  };

  /* --- showing ---------------------------------------------------------------------------------------------------- */

  function element(tag, name, text) {
    var made = document.createElement(tag);
    if (name) made.className = name;
    if (text) made.textContent = text;
    return made;
  }

  /* Where words stand in a folded text, as places of the text itself; none of them overlap. */
  function spotsOf(folded, words) {
    var spots = [];
    words.forEach(function (word) {
      for (var i = folded.text.indexOf(word); i >= 0; i = folded.text.indexOf(word, i + 1)) {
        var from = folded.at[i], to = folded.at[i + word.length - 1] + 1;
        if (spots.every(function (spot) { return to <= spot[0] || from >= spot[1]; })) spots.push([from, to]);
      }
    });
    return spots;
  }

  /* A text with what was asked marked: whole words, or the parts of them that stand there; a long text from the first
   * of them on. */
  search.marked = function (target, text, words, length) {
    var folded = search.text.foldWithPlaces(text);
    var spots = spotsOf(folded, words.whole);
    if (!spots.length) spots = spotsOf(folded, words.parts);
    spots.sort(function (a, b) { return a[0] - b[0]; });
    var start = 0, end = text.length;
    if (length && text.length > length) {
      if (spots.length && spots[0][0] > length / 3) start = spots[0][0] - Math.floor(length / 4);
      end = Math.min(text.length, start + length);
    }
    var at = start;
    if (start) target.appendChild(document.createTextNode("……"));
    spots.forEach(function (spot) {
      if (spot[0] < at || spot[1] > end) return;
      target.appendChild(document.createTextNode(text.slice(at, spot[0])));
      target.appendChild(element("mark", "", text.slice(spot[0], spot[1])));
      at = spot[1];
    });
    target.appendChild(document.createTextNode(text.slice(at, end)));
    if (end < text.length) target.appendChild(document.createTextNode("……"));
    return target;
  };

  /* A figure is shown from its beginning, where its value stands. */
  search.snippetWords = function (hit, words) { return hit.figure ? { whole: [], parts: [] } : words; };

  search.element = element;

  function Box(form) {
    var self = this;
    this.form = form;
    this.input = form.querySelector("input");
    this.panel = element("div", "gk-search__panel");
    this.list = element("div", "gk-search__list");
    this.note = element("p", "gk-search__note");
    this.status = element("p", "visually-hidden");
    this.list.id = this.input.id + "-list";
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", "搜索结果");
    this.status.setAttribute("role", "status");
    this.panel.hidden = true;
    this.panel.appendChild(this.note);
    this.panel.appendChild(this.list);
    form.appendChild(this.panel);
    form.appendChild(this.status);
    this.options = [];
    this.chosen = -1;
    this.asked = "";
    var input = this.input;
    input.setAttribute("role", "combobox");
    input.setAttribute("aria-autocomplete", "list");
    input.setAttribute("aria-expanded", "false");
    input.setAttribute("aria-controls", this.list.id);
    var begin = function () { started().catch(function () {}); };
    input.addEventListener("focus", begin);
    input.addEventListener("input", function (event) {
      if (event.isComposing) return;
      self.later();
    });
    input.addEventListener("compositionend", function () { self.later(); });
    input.addEventListener("keydown", function (event) { self.key(event); });
    form.addEventListener("focusout", function (event) {
      if (!form.contains(event.relatedTarget)) self.close();
    });
    // A press on a hit must not take the focus away first: the list would close under it.
    this.panel.addEventListener("mousedown", function (event) { event.preventDefault(); });
    if (document.activeElement === input) begin();
  }

  Box.prototype.later = function () {
    var self = this;
    clearTimeout(this.timer);
    this.timer = setTimeout(function () { self.ask(); }, PAUSE);
  };

  Box.prototype.ask = function () {
    var self = this;
    var query = this.input.value.trim();
    this.asked = query;
    if (!query) {
      this.close();
      return;
    }
    search.find(query, BEST).then(
      function (found) {
        if (self.asked === query && document.activeElement === self.input) self.show(query, found);
      },
      function () {
        if (self.asked === query) self.say("搜索没有加载成功，请按回车键重试，或者使用网站地图。");
      }
    );
  };

  Box.prototype.say = function (words) {
    this.list.textContent = "";
    this.list.hidden = true;
    this.options = [];
    this.note.textContent = words;
    this.note.hidden = false;
    this.status.textContent = words;
    this.panel.hidden = false;
    this.input.setAttribute("aria-expanded", "false");
  };

  Box.prototype.show = function (query, found) {
    if (!found.hits.length) {
      this.say("没有找到。请减少词语或者换一个说法，按回车键查看搜索方法。");
      return;
    }
    var self = this;
    this.list.textContent = "";
    this.list.hidden = false;
    var instead = search.instead(found);
    this.note.textContent = instead ? instead + "下面是相近的结果。" : "";
    this.note.hidden = !instead;
    this.choose(-1);
    this.options = found.hits.map(function (hit) { return self.option(hit, found.words); });
    var all = element("a", "gk-search__all", "查看全部 " + found.total + " 条结果");
    all.href = this.form.action + "?q=" + encodeURIComponent(query);
    this.options.push(all);
    this.options.forEach(function (one, index) {
      one.id = self.list.id + "-" + index;
      one.tabIndex = -1;
      one.setAttribute("role", "option");
      one.setAttribute("aria-selected", "false");
      one.addEventListener("click", function () { self.close(); });
      self.list.appendChild(one);
    });
    this.panel.hidden = false;
    this.input.setAttribute("aria-expanded", "true");
    this.status.textContent = (instead || "") + "找到 " + found.total + " 条结果，按上下键选择";
  };

  Box.prototype.option = function (hit, words) {
    var link = element("a", "gk-search__hit");
    link.href = ROOT + hit.url;
    link.appendChild(search.marked(element("span", "gk-search__title"), hit.title, words, 0));
    var said = search.snippetWords(hit, words);
    if (hit.text) link.appendChild(search.marked(element("span", "gk-search__text"), hit.text, said, 60));
    if (hit.pageTitle !== hit.title) link.appendChild(element("span", "gk-search__page", hit.pageTitle));
    return link;
  };

  Box.prototype.choose = function (index) {
    if (this.options[this.chosen]) this.options[this.chosen].setAttribute("aria-selected", "false");
    this.chosen = index;
    var one = this.options[index];
    if (one) {
      one.setAttribute("aria-selected", "true");
      one.scrollIntoView({ block: "nearest" });
      this.input.setAttribute("aria-activedescendant", one.id);
    } else {
      this.input.removeAttribute("aria-activedescendant");
    }
  };

  Box.prototype.key = function (event) {
    if (event.isComposing) return;
    var open = !this.panel.hidden;
    var count = this.options.length;
    if (event.key === "Escape" && open) {
      event.preventDefault(); // a search field would empty itself
      this.close();
    } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && !open) {
      event.preventDefault();
      this.ask();
    } else if (event.key === "ArrowDown" && count) {
      event.preventDefault();
      this.choose(this.chosen + 1 < count ? this.chosen + 1 : -1);
    } else if (event.key === "ArrowUp" && count) {
      event.preventDefault();
      this.choose(this.chosen < 0 ? count - 1 : this.chosen - 1);
    } else if (event.key === "Enter" && open && this.options[this.chosen]) {
      event.preventDefault();
      this.options[this.chosen].click();
    }
  };

  Box.prototype.close = function () {
    clearTimeout(this.timer);
    this.asked = "";
    this.panel.hidden = true;
    this.choose(-1);
    this.input.setAttribute("aria-expanded", "false");
  };

  Array.prototype.forEach.call(document.querySelectorAll(".gk-search"), function (form) { new Box(form); });
  if (document.getElementById("gk-results")) script(ASSETS + "search-results.js");
})();
