/* The page of results: every hit, those of one page together, in the order of their best. */
(function (search) {
  "use strict";
  var STEP = 20;
  var target = document.getElementById("gk-results");
  var advice = document.getElementById("gk-advice");
  var query = (new URLSearchParams(location.search).get("q") || "").trim().slice(0, 100);
  var element = search.element;

  Array.prototype.forEach.call(document.querySelectorAll('input[name="q"]'), function (input) { input.value = query; });
  var status = element("p", "gk-results__count");
  status.setAttribute("role", "status");
  target.appendChild(status);
  if (!query) {
    status.textContent = "请输入要找的内容。";
    return;
  }
  document.title = query + " - " + document.title;
  status.textContent = "正在查找“" + query + "”……";

  /* Twenty hits, then as many more as the reader asks for. */
  function list(limit) {
    return search.find(query, limit).then(function (found) { show(found, limit); });
  }

  function show(found, limit) {
    var old = target.querySelectorAll(".gk-results__page, .gk-results__more");
    Array.prototype.forEach.call(old, function (one) { one.remove(); });
    if (!found.hits.length) {
      status.textContent = "没有找到“" + query + "”。";
      if (found.ways.length) status.appendChild(ways(found.ways));
      advice.classList.add("gk-advice--needed");
      return;
    }
    var left = found.total > found.hits.length && found.hits.length >= limit;
    var more = left ? "，列出前 " + found.hits.length + " 条" : "";
    var instead = search.instead(found);
    var said = instead ? instead + "相近的有 " : "“" + query + "”共有 ";
    status.textContent = said + found.total + " 条结果" + more + "。";
    var groups = new Map();
    found.hits.forEach(function (hit) {
      if (!groups.has(hit.page)) groups.set(hit.page, []);
      groups.get(hit.page).push(hit);
    });
    groups.forEach(function (hits) { target.appendChild(group(hits, found.words)); });
    if (!left) return;
    var button = target.appendChild(element("button", "gk-results__more", "继续列出"));
    button.type = "button";
    button.addEventListener("click", function () { list(limit + STEP).catch(failed); });
  }

  /* The pages that may help where nothing was found. */
  function ways(pages) {
    var said = element("span", "gk-results__ways", "可以先看：");
    pages.forEach(function (page, index) {
      if (index) said.appendChild(document.createTextNode("、"));
      var link = said.appendChild(element("a", "", page.title));
      link.href = search.root + page.url;
    });
    said.appendChild(document.createTextNode("。"));
    return said;
  }

  function group(hits, words) {
    var box = element("section", "gk-results__page");
    var head = box.appendChild(element("h2", "gk-results__title"));
    var link = element("a");
    link.href = search.root + hits[0].url.split("#")[0];
    head.appendChild(search.marked(link, hits[0].pageTitle, words, 0));
    var list = box.appendChild(element("ul", "gk-results__list"));
    hits.forEach(function (hit) {
      var item = list.appendChild(element("li"));
      var open = item.appendChild(element("a", "gk-results__hit"));
      open.href = search.root + hit.url;
      search.marked(open, hit.title, words, 0);
      if (hit.table) item.appendChild(element("span", "gk-results__table", hit.table));
      var said = search.snippetWords(hit, words);
      if (hit.text) item.appendChild(search.marked(element("p", "gk-results__text"), hit.text, said, 110));
    });
    return box;
  }

  function failed() {
    status.textContent = "搜索没有加载成功，请刷新页面重试，或者使用网站地图。";
  }

  list(STEP).catch(failed);
})(window.gongkaiSearch);
