/* The page of a visit on top of the outbox: sections without a line, drafts, clashes field by field, findings. */
(function () {
  "use strict";
  var outbox = window.portalOutbox;
  if (!outbox) { return; }
  var told = outbox.told, form = document.getElementById("visit-form"), bar = document.getElementById("offline");
  var known = {}, finding = document.getElementById("finding-form"), submit = document.getElementById("submit-form");

  function each(found, work) { Array.prototype.forEach.call(found, work); }
  function left() { return outbox.count() + (outbox.picturesLeft ? outbox.picturesLeft() : 0); }
  function wrongOnes() {
    return Object.keys(outbox.read().wrong).map(function (name) {
      var box = form && form.querySelector("[data-q='" + name + "'] legend, [data-q='" + name + "'] label");
      return box ? box.firstChild.textContent.trim() : name;
    });
  }
  function showBar(state) {
    var n = left(), text = "", wrong = wrongOnes();
    if (state.mode === "refused" || state.sentence) { text = state.sentence; } else if (state.mode && n) { text = outbox.say(state.mode, n); }
    if (!text && wrong.length) { text = outbox.say("not_taken", wrong.length, wrong.join("、")); }
    bar.hidden = !text;
    bar.querySelector("[data-text]").textContent = text;
    bar.querySelector("[data-sign-in]").hidden = state.mode !== "signed_out";
  }
  outbox.listen(showBar);

  /* ---- the check: what waits is sent first, then looked at anew ---- */
  if (!form) {
    outbox.ready.then(function () {
      if (!left()) { return; }
      outbox.flush().then(function () { if (!left()) { window.location.reload(); } });
    });
    if (submit) {
      submit.addEventListener("submit", function (event) {
        if (!left()) { return; }
        event.preventDefault();
        window.setTimeout(function () { each(submit.querySelectorAll("button"), function (one) { one.disabled = false; }); }, 0);
        outbox.flush().then(function () {
          if (!left()) { window.location.reload(); } else { showBar({mode: "held", sentence: ""}); }
        });
      });
    }
    return;
  }

  /* ---- fields ---- */
  function fields(name) { return form.querySelectorAll("[name='" + name + "']"); }
  function valueOf(name) {
    var found = fields(name), first = found[0], ticked = Array.prototype.filter.call(found, function (one) { return one.checked; });
    if (first.type === "checkbox") { return ticked.map(function (one) { return one.value; }); }
    if (first.type === "radio") { return ticked.length ? ticked[0].value : ""; }
    return first.value;
  }
  function fill(name, value) {
    each(fields(name), function (one) {
      if (one.type === "radio" || one.type === "checkbox") { one.checked = [].concat(value).indexOf(one.value) >= 0; } else { one.value = value; }
    });
    look(name);
  }
  function question(name) { return form.querySelector("[data-q='" + name + "']"); }
  function said(name) {
    var value = valueOf(name), box = Array.prototype.filter.call(fields(name), function (one) { return one.checked; })[0];
    return box && box.labels ? box.labels[0].textContent.trim() : value;
  }
  function alike(one, other) { return one === other || (one !== "" && Number(one) === Number(other.replace(/,/g, ""))); }
  /* What hangs on an answer: the mark of a difference, the reason for a no, the state of its section. */
  function look(name) {
    var box = question(name), ledger = box && box.querySelector("[data-ledger]"), mark = box && box.querySelector("[data-differs]");
    if (ledger && mark && ledger.getAttribute("data-ledger")) { mark.hidden = valueOf(name).length === 0 || alike(said(name), ledger.getAttribute("data-ledger")); }
    each(form.querySelectorAll("[data-when='" + name + "']"), function (one) {
      one.hidden = valueOf(name) !== "false" && !valueOf(one.getAttribute("data-q"));
    });
  }
  function progress(section) {
    var step = document.querySelector("[data-step='" + section.getAttribute("data-section") + "'] [data-state]"), whole = section.querySelectorAll("[data-must]");
    var kept = outbox.read().wrong, wrong = Array.prototype.some.call(section.querySelectorAll("[data-q]"), function (one) { return one.getAttribute("data-q") in kept; });
    var done = Array.prototype.filter.call(whole, function (one) { return valueOf(one.getAttribute("data-q")).length > 0; }).length;
    if (!step) { return; }
    each(section.querySelectorAll("[data-answered]"), function (one) { one.textContent = outbox.say("answered", whole.length, done); });
    step.textContent = told.words[wrong ? "faulty" : done === whole.length ? "done" : "begun"];
    step.classList.toggle("done", !wrong && done === whole.length);
  }
  function marks() {
    var kept = outbox.read(), waiting = Object.assign({}, kept.dirty, kept.packet ? kept.packet.answers : {}, kept.clashes, kept.wrong);
    each(form.querySelectorAll("[data-q]"), function (box) {
      var name = box.getAttribute("data-q"), tag = box.querySelector("[data-local]"), why = box.querySelector("[data-wrong]");
      if (tag) { tag.hidden = !(name in waiting); }
      if (why) { why.hidden = !kept.wrong[name]; why.textContent = kept.wrong[name] ? kept.wrong[name].why : ""; }
    });
  }
  function typed(event) {
    var name = event.target.name;
    if (!name || !question(name)) { return; }
    outbox.touch(name, valueOf(name), known[name] || told.version);
    look(name);
    progress(event.target.closest("[data-section]"));
  }
  form.addEventListener("input", typed);
  form.addEventListener("change", typed);

  /* ---- clashes: two officers, one question ---- */
  var clashes = document.getElementById("clashes");
  function button(text, work) {
    var made = document.createElement("button");
    made.type = "button";
    made.className = "btn btn-plain btn-sm ms-2";
    made.textContent = text;
    made.addEventListener("click", work);
    return made;
  }
  function showClashes() {
    var kept = outbox.read().clashes, list = clashes.querySelector("ul"), names = Object.keys(kept);
    list.textContent = "";
    clashes.hidden = !names.length;
    names.forEach(function (name) {
      var one = kept[name], item = list.appendChild(document.createElement("li"));
      item.textContent = one.label + "：" + told.words.stored + "「" + one.stored + "」（" + one.by + "），" + told.words.yours + "「" + one.typed + "」";
      item.appendChild(button(told.words.mine, function () {
        known[name] = one.version;
        outbox.touch(name, one.value, one.version);
        outbox.flush();
      }));
      item.appendChild(button(told.words.theirs, function () {
        known[name] = one.version;
        outbox.change(function (again) { delete again.clashes[name]; });
        fill(name, one.raw);
      }));
    });
  }
  outbox.listen(function () { marks(); showClashes(); });
  outbox.saved = function (data) {
    data.saved.forEach(function (name) { known[name] = data.version; });
    document.querySelector("[data-saved]").textContent = outbox.say("saved", data.at);
    if (data.clashes.length) { clashes.hidden = false; clashes.focus(); }
    data.saved.concat(Object.keys(data.errors)).forEach(function (name) {
      if (question(name)) { progress(question(name).closest("[data-section]")); }
    });
  };

  /* ---- sections: all are on the page, so the next one needs no line ---- */
  function show(key, isBack) {
    var section = document.querySelector("[data-section='" + key + "']");
    if (!section) { return; }
    each(document.querySelectorAll("[data-section]"), function (one) { one.hidden = one !== section; });
    each(document.querySelectorAll("[data-step]"), function (one) {
      if (one.getAttribute("data-step") === key) { one.setAttribute("aria-current", "step"); } else { one.removeAttribute("aria-current"); }
    });
    if (!isBack) { window.history.pushState({}, "", told.visit + "?s=" + key); }
    window.scrollTo(0, 0);
    section.querySelector("h2").focus();
  }
  function go(key) {
    if (key !== "check") { show(key); outbox.flush(); return; }
    outbox.flush().then(function () {
      var wrong = Object.keys(outbox.read().wrong)[0], box = wrong && question(wrong);
      if (box) { show(box.closest("[data-section]").getAttribute("data-section")); box.scrollIntoView(); return; }
      if (!clashes.hidden) { clashes.focus(); return; }
      if (!left()) { window.location.assign(told.check); }
    });
  }
  form.addEventListener("submit", function (event) {
    event.preventDefault();
    window.setTimeout(function () { each(form.querySelectorAll("button"), function (one) { one.disabled = false; }); }, 0);
    go(event.submitter && event.submitter.value ? event.submitter.value : form.querySelector("[data-section]:not([hidden])").getAttribute("data-section"));
  });
  document.addEventListener("click", function (event) {
    var step = event.target.closest("[data-step]");
    if (!step || event.ctrlKey || event.metaKey) { return; }
    event.preventDefault();
    go(step.getAttribute("data-step"));
  });
  window.addEventListener("popstate", function () {
    var match = /[?&]s=([a-z]+)/.exec(window.location.search);
    show(match ? match[1] : form.querySelector("[data-section]").getAttribute("data-section"), true);
  });

  /* ---- findings ---- */
  var NAMES = ["subject", "agency", "kind", "fact", "basis", "found_on", "on_spot"], list = document.querySelector("[data-findings]");
  var wrong = document.querySelector("[data-finding-wrong]"), isNew = finding && !finding.querySelector("[name=finding]");
  function entry(name) { return finding.querySelector("[name=" + name + "]"); }
  function asTyped() {
    var found = {};
    NAMES.forEach(function (name) {
      var one = entry(name);
      if (one && (one.type !== "checkbox" || one.checked)) { found[name] = one.type === "checkbox" ? "on" : one.value; }
    });
    return found;
  }
  function retype(values) {
    NAMES.forEach(function (name) {
      var one = entry(name);
      if (one && one.type === "checkbox") { one.checked = Boolean(values[name]); } else if (one && name in values) { one.value = values[name]; }
    });
  }
  function tellFinding(text) { wrong.hidden = !text; wrong.textContent = text; }
  function findingLine(sent, state, small) {
    var item = list.querySelector("[data-id='" + sent.id + "']") || list.appendChild(document.createElement("li")), text, tag;
    item.setAttribute("data-id", sent.id);
    item.textContent = "";
    text = item.appendChild(document.createElement("span"));
    text.className = "m";
    text.textContent = sent.finding.fact;
    text.appendChild(document.createElement("small")).textContent = small;
    tag = item.appendChild(document.createElement("span"));
    tag.className = "p-tag " + state;
    tag.textContent = told.words[state === "done" ? "arrived" : "waiting"];
  }
  function addOne(where) {
    each(document.querySelectorAll(where), function (one) { one.textContent = String(Number(one.textContent) + 1); });
  }
  /* The photos taken next are of the finding that has just arrived, unless the officer chooses otherwise. */
  function offerForPhotos(number) {
    var about = document.getElementById("photo-section");
    if (about) { about.add(new Option(number, number, false, true)); }
  }
  outbox.found = function (sent, stored, answer) {
    if (stored) {
      findingLine(sent, "done", stored.finding);
      addOne("[data-n-findings]");
      offerForPhotos(stored.finding);
      return;
    }
    var item = list.querySelector("[data-id='" + sent.id + "']");
    if (item) { item.remove(); }
    retype(sent.finding);
    outbox.change(function (kept) { kept.typed = sent.finding; });
    tellFinding([answer.refused].concat(Object.keys(answer.errors || {}).map(function (name) {
      var label = finding.querySelector("label[for='" + (entry(name) || {}).id + "']");
      return (label ? label.firstChild.textContent.trim() + "：" : "") + answer.errors[name];
    })).join(" "));
  };
  if (isNew) {
    finding.addEventListener("input", function () { outbox.change(function (kept) { kept.typed = asTyped(); }); });
    finding.addEventListener("submit", function (event) {
      var sent = {id: outbox.newKey(), told_at: new Date().toISOString(), finding: asTyped()};
      event.preventDefault();
      window.setTimeout(function () { each(finding.querySelectorAll("button"), function (one) { one.disabled = false; }); }, 0);
      tellFinding("");
      outbox.change(function (kept) { kept.findings.push(sent); kept.typed = {}; });
      findingLine(sent, "run", told.words.local);
      finding.reset();
      outbox.flush();
    });
  }

  /* ---- forms that the page sends itself: a changed finding, a photo taken off; what was typed outlives a lost line ---- */
  var seq = finding && !isNew ? entry("finding").value : "";
  function sendItself(sent, submitter) {
    var extra;
    if (submitter && submitter.name) {
      extra = sent.appendChild(document.createElement("input"));
      extra.type = "hidden";
      extra.name = submitter.name;
      extra.value = submitter.value;
    }
    outbox.knock().then(function (token) {
      sent.querySelector("[name=csrfmiddlewaretoken]").value = token;
      HTMLFormElement.prototype.submit.call(sent);
    }, function (error) {
      if (extra) { extra.remove(); }
      showBar({mode: error.message, sentence: told.words[error.message + "_edit"]});
    });
  }
  function letItself(sent) {
    sent.addEventListener("submit", function (event) {
      event.preventDefault();
      window.setTimeout(function () { each(sent.querySelectorAll("button"), function (one) { one.disabled = false; }); }, 0);
      sendItself(sent, event.submitter);
    });
  }
  each(document.querySelectorAll("form.no-print"), letItself);
  if (seq) {
    letItself(finding);
    finding.addEventListener("input", function () {
      outbox.change(function (again) { again.edited[seq] = {seen: entry("seen").value, values: asTyped()}; });
    });
    finding.querySelector("[data-leave]").addEventListener("click", function () {
      outbox.change(function (again) { delete again.edited[seq]; });
    });
  }
  /* A page that answers a form shows what was typed; any other one shows what is stored, and what was not sent yet. */
  function bringBack() {
    var mine = outbox.read().edited[seq], now = asTyped();
    if (!mine) { return; }
    var isStored = NAMES.every(function (name) { return (mine.values[name] || "").trim() === (now[name] || "").trim(); });
    if (isStored) { outbox.change(function (again) { delete again.edited[seq]; }); return; }
    if (window.location.pathname !== told.visit) {
      outbox.change(function (again) { again.edited[seq] = {seen: entry("seen").value, values: now}; });
      return;
    }
    retype(mine.values);
    entry("seen").value = mine.seen;
    tellFinding(told.words.edit_back);
  }
  if (seq) { bringBack(); }
  each(document.querySelectorAll("#photo-caption, #sign-name"), function (one) {
    one.value = outbox.read().notes[one.id] || one.value;
    one.addEventListener("input", function () {
      outbox.change(function (again) { if (one.value) { again.notes[one.id] = one.value; } else { delete again.notes[one.id]; } });
    });
  });

  /* ---- begin: what the device still holds stands in the fields again ---- */
  var kept = outbox.read();
  [kept.packet ? kept.packet.answers : {}, kept.wrong, kept.clashes, kept.dirty].forEach(function (some) {
    Object.keys(some).forEach(function (name) {
      if (question(name)) { fill(name, some[name] !== null && typeof some[name] === "object" && "value" in some[name] ? some[name].value : some[name]); }
    });
  });
  kept.findings.forEach(function (sent) { findingLine(sent, "run", told.words.local); });
  if (isNew && Object.keys(kept.typed).length && !finding.querySelector(".p-errsum")) { retype(kept.typed); }
  each(form.querySelectorAll("[data-q]"), function (box) { look(box.getAttribute("data-q")); });
  each(document.querySelectorAll("[data-needs-script]"), function (one) { one.hidden = false; });
  marks();
  showClashes();
  window.setInterval(outbox.flush, told.every * 1000);
  window.addEventListener("online", outbox.flush);
  document.addEventListener("visibilitychange", outbox.flush);
  outbox.ready.then(outbox.flush);
})();
