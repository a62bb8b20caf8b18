/* What a visit keeps on the device until the server has answered for it: answers, findings. Each packet carries an id
   made here, so that sending it again changes nothing. Nothing typed is dropped before its receipt is here. */
(function () {
  "use strict";
  var place = document.getElementById("visit-data");
  if (!place) { return; }
  var told = JSON.parse(place.textContent), words = told.words, busy = null, mode = "", sentence = "", listeners = [];
  var field = document.querySelector("#main [name=csrfmiddlewaretoken]") || document.querySelector("[name=csrfmiddlewaretoken]");
  var token = field ? field.value : "", memory = null;
  /* Answers changed, clashing, unreadable; a new finding, changed ones by their numbers, and captions, as they are typed. */
  var KINDS = ["dirty", "clashes", "wrong", "typed", "edited", "notes"];

  function say(name, n, m) { return words[name].replace("{n}", n).replace("{m}", m); }
  function newKey() {
    var bytes = window.crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = bytes[6] & 15 | 64;
    bytes[8] = bytes[8] & 63 | 128;
    var hex = Array.prototype.map.call(bytes, function (one) { return (one + 256).toString(16).slice(1); }).join("");
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
  }
  function read() {
    var kept = memory;
    try { kept = JSON.parse(window.localStorage.getItem(told.store)) || memory; } catch (error) { kept = memory; }
    kept = kept || {};
    KINDS.forEach(function (name) { kept[name] = kept[name] || {}; });
    kept.findings = kept.findings || [];
    return kept;
  }
  /* Read, change, write: two windows on one form share what is kept. Without storage the page itself keeps it. */
  function change(work) {
    var kept = read();
    work(kept);
    memory = kept;
    try {
      if (isEmpty(kept)) { window.localStorage.removeItem(told.store); memory = null; } else { window.localStorage.setItem(told.store, JSON.stringify(kept)); }
    } catch (error) { sentence = words.no_room; }
    tell();
  }
  function isEmpty(kept) {
    return !kept.packet && !kept.findings.length && KINDS.every(function (name) { return !Object.keys(kept[name]).length; });
  }
  function count() {
    var kept = read(), names = Object.assign({}, kept.dirty, kept.packet ? kept.packet.answers : {}, kept.clashes);
    return Object.keys(names).length + kept.findings.length;
  }
  function tell() { listeners.forEach(function (one) { one({mode: mode, sentence: sentence}); }); }

  function isJson(answer) { return (answer.headers.get("Content-Type") || "").indexOf("application/json") === 0; }
  function ask(address, how) {
    how.credentials = "same-origin";
    how.redirect = "manual";
    how.headers = Object.assign({Accept: "application/json", "X-Visit-Person": told.person}, how.headers);
    return fetch(address, how);
  }
  /* A fresh token; whoever is signed out gets the page of the door, which is no JSON. */
  function renew() {
    return ask(told.packets, {method: "GET", cache: "no-store"}).then(function (answer) {
      if (answer.status >= 500) { throw new Error("offline"); }
      if (!isJson(answer)) { throw new Error("signed_out"); }
      return answer.json().then(function (data) { token = data.token; });
    });
  }
  /* Before a form of the page itself is sent: whether the server is there and knows the person, with a fresh token. */
  function knock() {
    return renew().then(function () { return token; }, function (error) {
      throw new Error(error.message === "signed_out" ? "signed_out" : "offline");
    });
  }
  function attempt(address, body) {
    var headers = {"X-CSRFToken": token};
    if (typeof body === "string") { headers["Content-Type"] = "application/json"; }
    return ask(address, {method: "POST", headers: headers, body: body});
  }
  function post(address, body) {
    return attempt(address, body).then(function (answer) {
      return isJson(answer) ? answer : renew().then(function () { return attempt(address, body); });
    }).then(function (answer) {
      if (!isJson(answer)) { throw new Error("offline"); }
      return answer.json().then(function (data) { return {status: answer.status, data: data}; });
    });
  }
  function failed(error) { mode = error.message === "signed_out" ? "signed_out" : "offline"; tell(); throw error; }

  /* The first version that an answer was typed over counts, however long it waits. */
  function touch(name, value, version) {
    change(function (kept) {
      var before = kept.dirty[name];
      delete kept.wrong[name];
      delete kept.clashes[name];
      kept.dirty[name] = {value: value, version: before ? before.version : version};
    });
  }
  function packet() {
    change(function (kept) {
      var names = Object.keys(kept.dirty), made = {id: newKey(), version: told.version, versions: {}, answers: {}, told_at: new Date().toISOString()};
      if (kept.packet || !names.length) { return; }
      names.forEach(function (name) {
        made.answers[name] = kept.dirty[name].value;
        made.versions[name] = kept.dirty[name].version;
      });
      kept.packet = made;
      kept.dirty = {};
    });
    return read().packet;
  }
  function taken(sent, data) {
    change(function (kept) {
      if (!kept.packet || kept.packet.id !== sent.id) { return; }
      delete kept.packet;
      data.clashes.forEach(function (one) {
        if (!kept.dirty[one.name]) { kept.clashes[one.name] = Object.assign({value: sent.answers[one.name], version: data.version}, one); }
      });
      Object.keys(data.errors).forEach(function (name) {
        if (!kept.dirty[name]) { kept.wrong[name] = {value: sent.answers[name], why: data.errors[name]}; }
      });
      data.saved.forEach(function (name) { if (kept.dirty[name]) { kept.dirty[name].version = data.version; } });
    });
    outbox.saved(data);
  }
  function refused(sent, data) {
    sentence = data.refused;
    change(function (kept) {
      if (!kept.packet || kept.packet.id !== sent.id) { return; }
      delete kept.packet;
      Object.keys(sent.answers).forEach(function (name) {
        kept.dirty[name] = kept.dirty[name] || {value: sent.answers[name], version: sent.versions[name]};
      });
    });
    throw new Error("refused");
  }
  function sendAnswers() {
    var sent = packet();
    if (!sent) { return Promise.resolve(); }
    return post(told.packets, JSON.stringify(sent)).then(function (answer) {
      if (answer.status !== 200) { refused(sent, answer.data); }
      taken(sent, answer.data);
      return sendAnswers();
    });
  }
  function sendFindings() {
    var sent = read().findings[0];
    if (!sent) { return Promise.resolve(); }
    return post(told.packets, JSON.stringify(sent)).then(function (answer) {
      change(function (kept) { kept.findings = kept.findings.filter(function (one) { return one.id !== sent.id; }); });
      outbox.found(sent, answer.status === 200 ? answer.data : null, answer.data);
      return sendFindings();
    });
  }
  /* Send all that waits, one after the other; the promise tells whether nothing is left. */
  function flush() {
    if (busy) { return busy; }
    sentence = "";
    busy = sendAnswers().then(sendFindings).then(function () { return outbox.pictures(); }).then(function () { mode = ""; tell(); }, function (error) {
      if (error.message === "refused") { mode = "refused"; tell(); } else { try { failed(error); } catch (again) { /* told */ } }
    }).then(function () { busy = null; return count() === 0; });
    return busy;
  }
  var outbox = window.portalOutbox = {
    told: told, say: say, newKey: newKey, read: read, change: change, count: count, post: post, touch: touch, flush: flush, knock: knock,
    listen: function (work) { listeners.push(work); },
    pictures: function () { return Promise.resolve(); }, saved: function () {}, found: function () {}
  };
})();
