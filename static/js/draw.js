/* The draw of an inspection, worked out in the browser alone (inspections/rules/draws.py does the same).
   SHA-256 is written out here: browsers give their own to pages behind TLS only. */
(function (root) {
  "use strict";
  var K = [];
  var H = [];

  /* The constants of FIPS 180-4: fractional parts of the roots of the first primes. */
  (function constants() {
    function fraction(x) { return ((x - Math.floor(x)) * 4294967296) | 0; }
    var n = 2;
    while (K.length < 64) {
      var isPrime = true;
      for (var f = 2; f * f <= n; f++) { if (n % f === 0) { isPrime = false; break; } }
      if (isPrime) {
        if (H.length < 8) { H.push(fraction(Math.pow(n, 1 / 2))); }
        K.push(fraction(Math.pow(n, 1 / 3)));
      }
      n++;
    }
  })();

  function padded(bytes) {
    var blocks = ((bytes.length + 8) >> 6) + 1;
    var words = new Uint32Array(blocks * 16);
    for (var i = 0; i < bytes.length; i++) { words[i >> 2] |= bytes[i] << (24 - (i % 4) * 8); }
    words[bytes.length >> 2] |= 0x80 << (24 - (bytes.length % 4) * 8);
    words[words.length - 2] = Math.floor(bytes.length / 536870912);
    words[words.length - 1] = bytes.length << 3;
    return words;
  }

  function sha256(text) {
    var words = padded(new TextEncoder().encode(text));
    var h = Int32Array.from(H);
    var w = new Int32Array(64);
    for (var block = 0; block < words.length; block += 16) {
      var i;
      for (i = 0; i < 16; i++) { w[i] = words[block + i]; }
      for (i = 16; i < 64; i++) {
        var x = w[i - 15], y = w[i - 2];
        var s0 = ((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3);
        var s1 = ((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10);
        w[i] = (w[i - 16] + s0 + w[i - 7] + s1) | 0;
      }
      var a = h[0], b = h[1], c = h[2], d = h[3], e = h[4], f = h[5], g = h[6], k = h[7];
      for (i = 0; i < 64; i++) {
        var S1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
        var t1 = (k + S1 + ((e & f) ^ (~e & g)) + K[i] + w[i]) | 0;
        var S0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
        var t2 = (S0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
        k = g; g = f; f = e; e = (d + t1) | 0; d = c; c = b; b = a; a = (t1 + t2) | 0;
      }
      h[0] += a; h[1] += b; h[2] += c; h[3] += d; h[4] += e; h[5] += f; h[6] += g; h[7] += k;
    }
    var out = "";
    for (var j = 0; j < 8; j++) { out += ("0000000" + (h[j] >>> 0).toString(16)).slice(-8); }
    return out;
  }

  /* The decimal digits of the digest, last digit first. */
  function digits(text) {
    var plain = BigInt("0x" + sha256(text)).toString();
    while (plain.length < 64) { plain = "0" + plain; }
    return plain.split("").reverse().join("");
  }

  function parse(text) {
    var parts = text.split(",");
    return { no: Number(parts[0]), stratum: parts[1], weight: Number(parts[2]), recused: parts[3] === "1", digest: parts[4] };
  }

  function ticket(seedHash, line) {
    var least = digits(seedHash + line.digest);
    for (var n = 2; n <= line.weight; n++) {
      var other = digits(seedHash + line.digest + "#" + n);
      if (other < least) { least = other; }
    }
    return least;
  }

  function rosterDigest(title, lines) { return sha256(title + "\n" + lines.map(function (one) { return one + "\n"; }).join("")); }

  function inOrder(a, b) {
    if (a.ticket !== b.ticket) { return a.ticket < b.ticket ? -1 : 1; }
    return a.line.digest < b.line.digest ? -1 : a.line.digest > b.line.digest ? 1 : 0;
  }

  /* `lines` as the file holds them, `wanted` is a list of [stratum, number]. */
  function draw(lines, seed, wanted) {
    var seedHash = sha256(seed);
    var strata = {};
    wanted.forEach(function (pair) { strata[pair[0]] = []; });
    lines.forEach(function (text) {
      var line = parse(text);
      if (!line.recused && Object.prototype.hasOwnProperty.call(strata, line.stratum)) {
        strata[line.stratum].push({ line: line, ticket: ticket(seedHash, line) });
      }
    });
    var found = [];
    wanted.forEach(function (pair) {
      strata[pair[0]].sort(inOrder).slice(0, pair[1]).forEach(function (one, index) {
        found.push({ no: one.line.no, stratum: pair[0], position: index + 1, ticket: one.ticket, digest: one.line.digest });
      });
    });
    return found;
  }

  function same(one, other) {
    return Boolean(other) && one.no === other.no && one.stratum === other.stratum && one.ticket === other.ticket;
  }

  /* Every part of a record against what follows from its lines and its seed. */
  function check(record) {
    var result = { digests: [0, 0], tickets: 0, drawn: [0, 0], opened: [0, 0], faults: [] };
    record.rosters.forEach(function (roster) {
      result.digests[1]++;
      if (rosterDigest(roster.title, roster.lines) === roster.digest) { result.digests[0]++; }
      else { result.faults.push(["digest", roster.kind, 0]); }
      var found = draw(roster.lines, record.seed, roster.wanted);
      result.tickets += roster.lines.length;
      result.drawn[1] += found.length;
      if (found.length !== roster.drawn.length) { result.faults.push(["count", roster.kind, 0]); }
      found.forEach(function (one, index) {
        if (same(one, roster.drawn[index])) { result.drawn[0]++; } else { result.faults.push(["drawn", roster.kind, one.no]); }
      });
      roster.drawn.forEach(function (one) {
        result.opened[1]++;
        var line = roster.lines[one.no - 1];
        if (line && sha256(one.salt + "|" + one.code + "|" + one.name) === parse(line).digest) { result.opened[0]++; }
        else { result.faults.push(["opened", roster.kind, one.no]); }
      });
    });
    return result;
  }

  /* How many rosters of the record stand in the file of digests that a city has kept. */
  function compare(record, text) {
    var kept = text.replace(/\r\n/g, "\n");
    return record.rosters.filter(function (roster) {
      return kept.indexOf(roster.title + "\n" + roster.lines.map(function (one) { return one + "\n"; }).join("")) >= 0;
    }).length;
  }

  var api = { sha256: sha256, rosterDigest: rosterDigest, draw: draw, check: check, compare: compare };
  if (typeof module !== "undefined" && module.exports) { module.exports = api; } else { root.portalDraw = api; }
})(typeof self !== "undefined" ? self : this);
