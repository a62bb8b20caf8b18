// The dark theme where the system is dark and the person follows it; paper is always light. Runs before the page is drawn.
(function () {
  "use strict";
  var root = document.documentElement, system = window.matchMedia("(prefers-color-scheme: dark)");
  function show(isDark) {
    if (isDark) { root.setAttribute("data-bs-theme", "dark"); } else { root.removeAttribute("data-bs-theme"); }
  }
  if (root.getAttribute("data-theme") === "auto") {
    show(system.matches);
    system.addEventListener("change", function () { show(system.matches); });
  }
  var before = false;
  window.addEventListener("beforeprint", function () { before = root.hasAttribute("data-bs-theme"); show(false); });
  window.addEventListener("afterprint", function () { show(before); });
})();
