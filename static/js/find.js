// The box in the top bar: first answers while one types. ↑ ↓ choose one, Enter opens it or the whole page, Escape puts
// them away. Without script the box is a form that opens the whole page.
(function () {
  "use strict";
  var field = document.getElementById("find");
  if (!field) { return; }
  var box = document.getElementById("find-found"), told = document.getElementById("find-told");
  var least = 2, isWanted = false;

  function answers() { return Array.prototype.slice.call(box.querySelectorAll("[role=option]")); }
  function chosen() { return box.querySelector("[aria-selected=true]"); }
  function choose(answer) {
    answers().forEach(function (one) { one.setAttribute("aria-selected", String(one === answer)); });
    if (!answer) { field.removeAttribute("aria-activedescendant"); return; }
    field.setAttribute("aria-activedescendant", answer.id);
    answer.scrollIntoView({block: "nearest"});
  }
  function show(isOpen) {
    box.hidden = !isOpen;
    field.setAttribute("aria-expanded", String(isOpen));
    told.textContent = isOpen ? box.firstElementChild.getAttribute("data-told") : "";
    choose(null);
  }
  function close() { isWanted = false; show(false); }
  function ask() {
    if (field.value.trim().length < least) { close(); return; }
    isWanted = true;
    field.dispatchEvent(new CustomEvent("find"));
  }
  function step(by) {
    var all = answers(), place = all.indexOf(chosen()) + by;
    // past either end the box itself is meant again
    choose(place === -2 ? all[all.length - 1] : all[place] || null);
  }

  // While an input method composes, what stands there is not yet what is meant.
  field.addEventListener("input", function (event) { if (!event.isComposing) { ask(); } });
  field.addEventListener("compositionend", ask);
  box.addEventListener("htmx:afterSwap", function () { show(isWanted); });
  field.addEventListener("keydown", function (event) {
    if (event.isComposing) { return; }
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (box.hidden) { ask(); } else { step(event.key === "ArrowDown" ? 1 : -1); }
    } else if (event.key === "Enter" && !box.hidden && chosen()) {
      event.preventDefault();
      location.assign(chosen().href);
    } else if (event.key === "Escape" && !box.hidden) {
      event.preventDefault();
      close();
    }
  });
  field.form.addEventListener("focusout", function (event) { if (!field.form.contains(event.relatedTarget)) { close(); } });
  window.addEventListener("pageshow", close);
})();
