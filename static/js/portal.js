// Small helps on top of pages that work without any of this.
(function () {
  "use strict";
  var summary = document.querySelector(".p-errsum");
  if (summary) { summary.focus(); }
  document.addEventListener("keydown", function (event) {
    var field = document.getElementById("find");
    var typing = /^(INPUT|TEXTAREA|SELECT)$/.test((event.target.tagName || ""));
    if (event.key === "/" && field && !typing) { event.preventDefault(); field.focus(); }
    if (event.key === "Escape" && location.hash === "#site-nav") { location.hash = "main"; }
  });
  document.querySelectorAll(".p-pass button").forEach(function (button) {
    button.hidden = false;
    button.addEventListener("click", function () {
      var input = document.getElementById(button.getAttribute("aria-controls"));
      input.type = input.type === "password" ? "text" : "password";
    });
  });
  document.querySelectorAll("form").forEach(function (form) {
    form.addEventListener("submit", function () {
      window.setTimeout(function () {
        form.querySelectorAll("button[type=submit]").forEach(function (button) { button.disabled = true; });
      }, 0);
    });
  });
  window.addEventListener("pageshow", function () {
    document.querySelectorAll("button[type=submit]:disabled").forEach(function (button) { button.disabled = false; });
  });
  document.addEventListener("change", function (event) { // an empty day prints as a line, not as its pattern
    if (event.target.type === "date") { event.target.toggleAttribute("data-filled", Boolean(event.target.value)); }
  });
  document.querySelectorAll("[data-print]").forEach(function (button) {
    button.hidden = false;
    button.addEventListener("click", function () {
      var all = document.querySelector("[data-print-all]"); // a list of several pages prints all of them
      if (all) { window.location.assign(all.getAttribute("data-print-all")); } else { window.print(); }
    });
  });
  if (document.querySelector("[data-print-now]")) { window.addEventListener("load", function () { window.print(); }); }
})();
