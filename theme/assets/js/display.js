/* Colours and letter size, set before anything is painted and kept on this device; nothing is sent anywhere. */
(function () {
  "use strict";
  var root = document.documentElement;
  var system = window.matchMedia("(prefers-color-scheme: dark)");
  var known = { scheme: ["auto", "light", "dark"], size: ["normal", "large", "larger"], elder: ["", "on"] };
  var chosen = { scheme: "auto", size: "normal", elder: "" };

  /* A browser may forbid storage (or have none for a file on disk): then the settings last for one page. */
  function read(name) {
    try {
      return localStorage.getItem("gongkai." + name);
    } catch (refused) {
      return null;
    }
  }
  function keep(name, value) {
    chosen[name] = value;
    try {
      localStorage.setItem("gongkai." + name, value);
    } catch (refused) {
      /* see read() */
    }
    apply();
  }

  function apply() {
    var dark = chosen.scheme === "dark" || (chosen.scheme === "auto" && system.matches);
    var size = chosen.elder && chosen.size === "normal" ? "large" : chosen.size;
    root.setAttribute("data-gk-scheme", dark ? "dark" : "light");
    root.setAttribute("data-gk-size", size);
    if (chosen.elder) root.setAttribute("data-gk-mode", "elder");
    else root.removeAttribute("data-gk-mode");
  }

  Object.keys(chosen).forEach(function (name) {
    var kept = read(name);
    if (known[name].indexOf(kept) >= 0) chosen[name] = kept;
  });
  root.className = root.className.replace("no-js", "js");
  apply();
  if (system.addEventListener) system.addEventListener("change", apply);

  document.addEventListener("DOMContentLoaded", function () {
    var box = document.querySelector("[data-gk-display]");
    if (!box) return;
    var elder = box.querySelector("[data-gk-elder]");
    var more = box.querySelector("details");
    elder.setAttribute("aria-pressed", String(!!chosen.elder));
    elder.addEventListener("click", function () {
      keep("elder", chosen.elder ? "" : "on");
      elder.setAttribute("aria-pressed", String(!!chosen.elder));
    });
    box.querySelectorAll("input[type=radio]").forEach(function (input) {
      var name = input.name.replace("gk-", "");
      input.checked = input.value === chosen[name];
      input.addEventListener("change", function () {
        keep(name, input.value);
      });
    });
    box.querySelector("[data-gk-print]").addEventListener("click", function () {
      more.open = false;
      window.print();
    });
    document.addEventListener("keydown", function (event) {
      if (event.key === "Escape" && more.open) {
        more.open = false;
        more.querySelector("summary").focus();
      }
    });
    document.addEventListener("click", function (event) {
      if (more.open && !more.contains(event.target)) more.open = false;
    });
  });
})();
