/* The panel that recomputes a record: from the page's own file, or from files that somebody chose. */
(function () {
  "use strict";
  var panel = document.querySelector("[data-draw-check]");
  if (!panel || !window.portalDraw) { return; }

  function out(name, text) { panel.querySelector("[data-out=" + name + "]").textContent = text; }
  function share(pair) { return pair[0] + " / " + pair[1]; }
  function data(name) { return panel.getAttribute("data-" + name); }

  function read(name) {
    var input = panel.querySelector("[data-in=" + name + "]");
    var file = input && input.files && input.files[0];
    return file ? file.text() : Promise.resolve("");
  }

  function record() {
    if (data("record")) {
      return fetch(data("record"), { credentials: "same-origin" }).then(function (answer) { return answer.text(); });
    }
    return read("record");
  }

  function show(text, kept) {
    var fault = panel.querySelector("[data-fault]");
    var verdict = panel.querySelector("[data-verdict]");
    fault.hidden = true;
    var found;
    var result;
    try {
      found = JSON.parse(text);
      result = window.portalDraw.check(found);
    } catch (error) {
      ["digests", "tickets", "drawn", "opened", "kept"].forEach(function (name) { out(name, "—"); });
      verdict.textContent = "—";
      verdict.className = "p-tag";
      panel.classList.remove("is-other");
      fault.textContent = data("unread");
      fault.hidden = false;
      return;
    }
    var number = kept ? window.portalDraw.compare(found, kept) : found.rosters.length;
    out("digests", share(result.digests));
    out("tickets", String(result.tickets));
    out("drawn", share(result.drawn));
    out("opened", share(result.opened));
    out("kept", kept ? number + " / " + found.rosters.length : "—");
    var isSame = result.faults.length === 0 && number === found.rosters.length;
    verdict.textContent = data(isSame ? "same" : "other");
    verdict.className = "p-tag " + (isSame ? "done" : "over");
    panel.classList.toggle("is-other", !isSame);
    if (!isSame) {
      fault.textContent = data(result.faults.length ? "faulty" : "foreign");
      fault.hidden = false;
    }
  }

  function run() {
    Promise.all([record(), read("kept")]).then(function (texts) { if (texts[0]) { show(texts[0], texts[1]); } });
  }

  panel.querySelector("[data-run]").addEventListener("click", run);
  if (data("record")) { run(); }
})();
