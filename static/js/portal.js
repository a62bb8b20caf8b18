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
  document.querySelectorAll("[data-print]").forEach(function (button) {
    button.hidden = false;
    button.addEventListener("click", function () { window.print(); });
  });
  // A picker: a click takes the number on offer, Escape puts the offers away.
  document.addEventListener("click", function (event) {
    var pick = event.target.closest ? event.target.closest("[data-pick]") : null;
    document.querySelectorAll(".p-picker").forEach(function (box) {
      var isHere = box.contains(event.target);
      if (!isHere || pick) { box.querySelector(".p-picks").textContent = ""; }
      if (pick && isHere) {
        var input = box.querySelector("input");
        input.value = pick.getAttribute("data-pick");
        input.dispatchEvent(new Event("change", {bubbles: true}));
        input.focus();
      }
    });
  });
  document.addEventListener("keydown", function (event) {
    if (event.key !== "Escape") { return; }
    document.querySelectorAll(".p-picks").forEach(function (picks) { picks.textContent = ""; });
  });
  // Parts of a form that belong to one choice of a select are shown with this choice alone.
  document.querySelectorAll("select[data-decides]").forEach(function (select) {
    var form = select.form, name = select.getAttribute("data-decides");
    function show() {
      var chosen = select.options[select.selectedIndex], label = chosen ? chosen.text : "";
      form.querySelectorAll("[data-of]").forEach(function (part) {
        var of = part.getAttribute("data-of").split(" ");
        if (of[0] === name) { part.hidden = of[1] !== select.value; }
      });
      form.querySelectorAll("[data-of-label]").forEach(function (part) {
        part.hidden = part.getAttribute("data-of-label") !== label;
        if (part.hidden) { part.querySelectorAll("input:checked").forEach(function (box) { box.checked = false; }); }
      });
    }
    select.addEventListener("change", show);
    show();
  });
})();
