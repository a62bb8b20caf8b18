/* Photos and signatures of a visit: shrunk here, kept on the device, sent one by one, each with a receipt. */
(function () {
  "use strict";
  var outbox = window.portalOutbox, LONGEST = 1600, waiting = [], database = null;
  if (!outbox) { return; }
  var here = document.querySelector("[data-here]"), arrived = here ? Number(here.getAttribute("data-here")) : 0;
  var wrong = document.querySelector("[data-photo-wrong]");

  function open() {
    database = database || new Promise(function (done, failed) {
      var request = window.indexedDB.open("portal-visit", 1);
      request.onupgradeneeded = function () { request.result.createObjectStore("pictures", {keyPath: "id"}).createIndex("store", "store"); };
      request.onsuccess = function () { done(request.result); };
      request.onerror = function () { failed(request.error); };
    });
    return database;
  }
  function inStore(way, work) {
    return open().then(function (base) {
      return new Promise(function (done, failed) {
        var move = base.transaction("pictures", way), request = work(move.objectStore("pictures"));
        move.oncomplete = function () { done(request.result); };
        move.onabort = move.onerror = function () { failed(move.error); };
      });
    });
  }
  function complain(text) {
    if (!wrong) { return; }
    wrong.hidden = !text;
    wrong.textContent = text;
  }
  /* A data address, since the page's policy lets no other picture of the device through; the browser turns it upright. */
  function shrunk(file) {
    return new Promise(function (done, failed) {
      var reader = new FileReader(), picture = new Image();
      if (/svg|pdf|^text/.test(file.type)) { failed(new Error("no_picture")); return; } // a drawing is no photo
      reader.onerror = picture.onerror = function () { failed(new Error("no_picture")); };
      reader.onload = function () { picture.src = reader.result; };
      picture.onload = function () {
        var share = Math.min(1, LONGEST / Math.max(picture.naturalWidth, picture.naturalHeight)), canvas = document.createElement("canvas");
        canvas.width = Math.max(1, Math.round(picture.naturalWidth * share));
        canvas.height = Math.max(1, Math.round(picture.naturalHeight * share));
        canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
        canvas.toBlob(function (blob) { if (blob) { done(blob); } else { failed(new Error("no_picture")); } }, "image/jpeg", .85);
      };
      reader.readAsDataURL(file);
    });
  }
  function keep(blob, slot, caption, ending, title, section) {
    var id = outbox.newKey();
    var row = {id: id, title: title || "", store: outbox.told.store, slot: slot, section: section || "findings", caption: caption, told_at: new Date().toISOString(), blob: blob, name: slot.toLowerCase() + "-" + id.slice(0, 8) + ending};
    waiting.push(row);
    show();
    return inStore("readwrite", function (rows) { return rows.put(row); }).catch(function () { complain(outbox.told.words.no_room); });
  }
  function drop(row) {
    waiting = waiting.filter(function (one) { return one.id !== row.id; });
    return inStore("readwrite", function (rows) { return rows.delete(row.id); }).catch(function () { /* it was never kept */ });
  }
  function listOf(row) { return document.querySelector("[data-photos=" + (row.slot === "PHOTO" ? "PHOTO" : "SIGNED") + "]"); }
  /* The picture as it is kept here; the server's own stands in its place once the page is read again. */
  function thumbnail(row, item) {
    var picture = item.appendChild(document.createElement("img")), reader = new FileReader();
    picture.className = "ph";
    picture.alt = "";
    reader.onload = function () { picture.src = reader.result; };
    reader.readAsDataURL(row.blob);
  }
  function takeBack(row, item) {
    var button = document.createElement("button");
    button.type = "button";
    button.className = "btn btn-text btn-sm";
    button.textContent = outbox.told.words.take_back;
    button.addEventListener("click", function () {
      var form = new FormData();
      form.append("photo", row.id);
      outbox.post(outbox.told.removal, form).then(function (answer) {
        if (answer.status >= 400) { complain(answer.data.refused || outbox.told.words.waiting); return; }
        arrived -= 1;
        Array.prototype.forEach.call(document.querySelectorAll("[data-n-photos]"), function (one) { one.textContent = String(arrived); });
        item.remove();
        show();
      });
    });
    return button;
  }
  function line(row, state, small) {
    var list = listOf(row), item, text, tag;
    if (!list) { return; }
    item = list.querySelector("[data-id='" + row.id + "']") || list.appendChild(document.createElement("li"));
    item.setAttribute("data-id", row.id);
    item.textContent = "";
    thumbnail(row, item);
    text = item.appendChild(document.createElement("span"));
    text.className = "m";
    text.textContent = row.caption || row.title || row.name;
    text.appendChild(document.createElement("small")).textContent = small;
    tag = item.appendChild(document.createElement("span"));
    tag.className = "p-tag " + state;
    tag.textContent = outbox.told.words[state === "done" ? "arrived" : row.refused ? "not_kept" : "waiting"];
    if (state === "done" && row.slot === "PHOTO") { item.appendChild(takeBack(row, item)); }
    if (!row.refused) { return; }
    tag = item.appendChild(document.createElement("button"));
    tag.type = "button";
    tag.className = "btn btn-text btn-sm";
    tag.textContent = outbox.told.words.remove;
    tag.addEventListener("click", function () { drop(row).then(function () { item.remove(); complain(""); show(); }); });
  }
  function show() {
    var whole = arrived + waiting.filter(function (one) { return one.slot === "PHOTO" && !one.refused; }).length, bar = document.querySelector("[data-pictures] progress");
    waiting.forEach(function (row) { line(row, row.refused ? "over" : "run", row.refused || outbox.told.words.local); });
    if (!here) { return; }
    here.textContent = outbox.say("count", arrived, whole);
    bar.max = Math.max(1, whole);
    bar.value = arrived;
  }
  function digestOf(blob) {
    if (!window.crypto.subtle || !blob.arrayBuffer) { return Promise.resolve(""); }
    return blob.arrayBuffer().then(function (bytes) { return window.crypto.subtle.digest("SHA-256", bytes); }).then(function (sum) {
      return Array.prototype.map.call(new Uint8Array(sum), function (one) { return (one + 256).toString(16).slice(1); }).join("");
    });
  }
  function sendOne(row) {
    var form = new FormData();
    ["id", "slot", "section", "caption", "told_at"].forEach(function (name) { form.append(name, row[name]); });
    form.append("sent", row.blob, row.name);
    return Promise.all([outbox.post(outbox.told.photos, form), digestOf(row.blob)]).then(function (both) {
      var answer = both[0], sum = both[1];
      if (answer.status !== 200) {
        row.refused = answer.data.refused;
        complain(row.refused);
        return;
      }
      if (sum && sum !== answer.data.digest) { complain(outbox.told.words.digest_wrong); row.id = outbox.newKey(); return sendOne(row); }
      arrived += row.slot === "PHOTO" ? 1 : 0;
      Array.prototype.forEach.call(document.querySelectorAll("[data-n-photos]"), function (one) { one.textContent = String(arrived); });
      line(row, "done", outbox.told.words.digest + " " + answer.data.short);
      return drop(row);
    });
  }
  outbox.pictures = function () {
    var next = waiting.filter(function (one) { return !one.refused; })[0];
    if (!next) { show(); return Promise.resolve(); }
    return sendOne(next).then(function () { show(); return outbox.pictures(); });
  };
  outbox.picturesLeft = function () { return waiting.filter(function (one) { return !one.refused; }).length; };
  outbox.ready = inStore("readonly", function (rows) { return rows.index("store").getAll(outbox.told.store); }).then(function (rows) {
    waiting = rows.concat(waiting);
    show();
  }).catch(function () { /* no store: pictures are sent at once */ });

  function forget(id) { outbox.change(function (kept) { delete kept.notes[id]; }); }
  var chosen = document.getElementById("photo-file"), caption = document.getElementById("photo-caption"), about = document.getElementById("photo-section");
  if (chosen) {
    chosen.addEventListener("change", function () {
      var files = Array.prototype.slice.call(chosen.files), words = caption.value.trim();
      complain("");
      files.reduce(function (before, file) {
        return before.then(function () { return shrunk(file); }).then(function (blob) { return keep(blob, "PHOTO", words, ".jpg", file.name, about ? about.value : ""); }, function () { complain(outbox.told.words.no_picture); });
      }, Promise.resolve()).then(function () {
        chosen.value = caption.value = "";
        chosen.dispatchEvent(new Event("input", {bubbles: true}));
        forget("photo-caption");
        outbox.flush();
      });
    });
  }

  var glass = document.getElementById("sign-glass");
  if (!glass) { return; }
  var pen = glass.getContext("2d"), isDown = false, strokes = 0;
  function clear() { strokes = 0; pen.fillStyle = "#fff"; pen.fillRect(0, 0, glass.width, glass.height); }
  function point(event) {
    var box = glass.getBoundingClientRect();
    return [(event.clientX - box.left) * glass.width / box.width, (event.clientY - box.top) * glass.height / box.height];
  }
  glass.addEventListener("pointerdown", function (event) { isDown = true; pen.beginPath(); pen.moveTo.apply(pen, point(event)); glass.setPointerCapture(event.pointerId); });
  glass.addEventListener("pointermove", function (event) {
    if (!isDown) { return; }
    pen.lineWidth = 4; pen.lineCap = "round"; pen.strokeStyle = "#111";
    pen.lineTo.apply(pen, point(event));
    pen.stroke();
    strokes += 1;
  });
  ["pointerup", "pointercancel"].forEach(function (name) { glass.addEventListener(name, function () { isDown = false; }); });
  document.getElementById("sign-clear").addEventListener("click", clear);
  document.getElementById("sign-keep").addEventListener("click", function () {
    var name = document.getElementById("sign-name"), slot = document.getElementById("sign-slot").value;
    if (!strokes) { complain(outbox.told.words.sign_first); return; }
    if (!name.value.trim()) { complain(outbox.told.words.sign_name); name.focus(); return; }
    complain("");
    glass.toBlob(function (blob) {
      keep(blob, slot, name.value.trim(), ".png").then(function () { clear(); name.value = ""; forget("sign-name"); outbox.flush(); });
    }, "image/png");
  });
  clear();
})();
