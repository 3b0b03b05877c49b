/* Colours and letter size, before anything is painted; kept on this device. */
(function () {
  var root = document.documentElement;
  root.className = root.className.replace("no-js", "js");
})();
