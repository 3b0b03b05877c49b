/* Marks, in the contents beside the text, the section that is being read. */
(function () {
  "use strict";
  var links = {};
  document.querySelectorAll(".gk-toc a").forEach(function (link) {
    links[decodeURIComponent(link.hash.slice(1))] = link;
  });
  var heads = Object.keys(links)
    .map(function (id) {
      return document.getElementById(id);
    })
    .filter(Boolean);
  if (!heads.length) return;

  var current = null;
  function mark() {
    var read = heads[0];
    heads.forEach(function (head) {
      if (head.getBoundingClientRect().top < innerHeight / 3) read = head;
    });
    if (read === current) return;
    if (current) links[current.id].removeAttribute("aria-current");
    links[read.id].setAttribute("aria-current", "true");
    current = read;
  }
  var waiting = false;
  addEventListener(
    "scroll",
    function () {
      if (waiting) return;
      waiting = true;
      requestAnimationFrame(function () {
        waiting = false;
        mark();
      });
    },
    { passive: true }
  );
  mark();
})();
