// The same simulation in JavaScript as fast as we know to write it: ChaCha with 8 rounds over typed arrays, Dirichlet weights by
// Marsaglia and Tsang from normal quantiles, one row-major dot product a unit with four accumulators, packed keys that a double
// holds, and the faster of the engine's own sort of doubles and dealing into buckets.

const STEPS = 1e11;

/** ChaCha8 as the engine keys it. */
class ChaCha {
  constructor(seed, block, stream) {
    this.state = new Uint32Array(16);
    this.state.set([0x61707865, 0x3320646e, 0x79622d32, 0x6b206574, seed, 0, block, 0]);
    this.state[14] = stream;
    this.words = new Uint32Array(16);
    this.at = 16;
  }

  refill() {
    const s = this.state;
    let [x0, x1, x2, x3, x4, x5, x6, x7, x8, x9, x10, x11, x12, x13, x14, x15] = s;
    for (let round = 0; round < 4; round++) {
      x0 = (x0 + x4) | 0;
      x12 ^= x0;
      x12 = (x12 << 16) | (x12 >>> 16);
      x8 = (x8 + x12) | 0;
      x4 ^= x8;
      x4 = (x4 << 12) | (x4 >>> 20);
      x0 = (x0 + x4) | 0;
      x12 ^= x0;
      x12 = (x12 << 8) | (x12 >>> 24);
      x8 = (x8 + x12) | 0;
      x4 ^= x8;
      x4 = (x4 << 7) | (x4 >>> 25);
      x1 = (x1 + x5) | 0;
      x13 ^= x1;
      x13 = (x13 << 16) | (x13 >>> 16);
      x9 = (x9 + x13) | 0;
      x5 ^= x9;
      x5 = (x5 << 12) | (x5 >>> 20);
      x1 = (x1 + x5) | 0;
      x13 ^= x1;
      x13 = (x13 << 8) | (x13 >>> 24);
      x9 = (x9 + x13) | 0;
      x5 ^= x9;
      x5 = (x5 << 7) | (x5 >>> 25);
      x2 = (x2 + x6) | 0;
      x14 ^= x2;
      x14 = (x14 << 16) | (x14 >>> 16);
      x10 = (x10 + x14) | 0;
      x6 ^= x10;
      x6 = (x6 << 12) | (x6 >>> 20);
      x2 = (x2 + x6) | 0;
      x14 ^= x2;
      x14 = (x14 << 8) | (x14 >>> 24);
      x10 = (x10 + x14) | 0;
      x6 ^= x10;
      x6 = (x6 << 7) | (x6 >>> 25);
      x3 = (x3 + x7) | 0;
      x15 ^= x3;
      x15 = (x15 << 16) | (x15 >>> 16);
      x11 = (x11 + x15) | 0;
      x7 ^= x11;
      x7 = (x7 << 12) | (x7 >>> 20);
      x3 = (x3 + x7) | 0;
      x15 ^= x3;
      x15 = (x15 << 8) | (x15 >>> 24);
      x11 = (x11 + x15) | 0;
      x7 ^= x11;
      x7 = (x7 << 7) | (x7 >>> 25);
      x0 = (x0 + x5) | 0;
      x15 ^= x0;
      x15 = (x15 << 16) | (x15 >>> 16);
      x10 = (x10 + x15) | 0;
      x5 ^= x10;
      x5 = (x5 << 12) | (x5 >>> 20);
      x0 = (x0 + x5) | 0;
      x15 ^= x0;
      x15 = (x15 << 8) | (x15 >>> 24);
      x10 = (x10 + x15) | 0;
      x5 ^= x10;
      x5 = (x5 << 7) | (x5 >>> 25);
      x1 = (x1 + x6) | 0;
      x12 ^= x1;
      x12 = (x12 << 16) | (x12 >>> 16);
      x11 = (x11 + x12) | 0;
      x6 ^= x11;
      x6 = (x6 << 12) | (x6 >>> 20);
      x1 = (x1 + x6) | 0;
      x12 ^= x1;
      x12 = (x12 << 8) | (x12 >>> 24);
      x11 = (x11 + x12) | 0;
      x6 ^= x11;
      x6 = (x6 << 7) | (x6 >>> 25);
      x2 = (x2 + x7) | 0;
      x13 ^= x2;
      x13 = (x13 << 16) | (x13 >>> 16);
      x8 = (x8 + x13) | 0;
      x7 ^= x8;
      x7 = (x7 << 12) | (x7 >>> 20);
      x2 = (x2 + x7) | 0;
      x13 ^= x2;
      x13 = (x13 << 8) | (x13 >>> 24);
      x8 = (x8 + x13) | 0;
      x7 ^= x8;
      x7 = (x7 << 7) | (x7 >>> 25);
      x3 = (x3 + x4) | 0;
      x14 ^= x3;
      x14 = (x14 << 16) | (x14 >>> 16);
      x9 = (x9 + x14) | 0;
      x4 ^= x9;
      x4 = (x4 << 12) | (x4 >>> 20);
      x3 = (x3 + x4) | 0;
      x14 ^= x3;
      x14 = (x14 << 8) | (x14 >>> 24);
      x9 = (x9 + x14) | 0;
      x4 ^= x9;
      x4 = (x4 << 7) | (x4 >>> 25);
    }
    const w = this.words;
    w[0] = x0 + s[0];
    w[1] = x1 + s[1];
    w[2] = x2 + s[2];
    w[3] = x3 + s[3];
    w[4] = x4 + s[4];
    w[5] = x5 + s[5];
    w[6] = x6 + s[6];
    w[7] = x7 + s[7];
    w[8] = x8 + s[8];
    w[9] = x9 + s[9];
    w[10] = x10 + s[10];
    w[11] = x11 + s[11];
    w[12] = x12 + s[12];
    w[13] = x13 + s[13];
    w[14] = x14 + s[14];
    w[15] = x15 + s[15];
    s[12]++;
    this.at = 0;
  }

  uniform() {
    if (this.at === 16) this.refill();
    const low = this.words[this.at++];
    const high = this.words[this.at++];
    return (high * 1048576 + (low >>> 12) + 0.5) * 2 ** -52;
  }

  /** Wichura's AS 241. */
  normal() {
    const p = this.uniform();
    const q = p - 0.5;
    if (q >= -0.425 && q <= 0.425) {
      const r = 0.180625 - q * q;
      return (
        (q *
          (((((((2509.0809287301227 * r + 33430.575583588128) * r + 67265.7709270087) * r + 45921.95393154987) * r +
            13731.69376550946) *
            r +
            1971.5909503065513) *
            r +
            133.14166789178438) *
            r +
            3.3871328727963665)) /
        (((((((5226.495278852855 * r + 28729.085735721943) * r + 39307.89580009271) * r + 21213.794301586597) * r +
          5394.196021424751) *
          r +
          687.1870074920579) *
          r +
          42.31333070160091) *
          r +
          1)
      );
    }
    let r = Math.sqrt(-Math.log(q < 0 ? p : 1 - p));
    let size;
    if (r <= 5) {
      r -= 1.6;
      size =
        (((((((7.745450142783414e-4 * r + 0.022723844989269184) * r + 0.2417807251774506) * r + 1.2704582524523684) *
          r +
          3.6478483247632045) *
          r +
          5.769497221460691) *
          r +
          4.630337846156546) *
          r +
          1.4234371107496835) /
        (((((((1.0507500716444169e-9 * r + 5.475938084995345e-4) * r + 0.015198666563616457) * r +
          0.14810397642748008) *
          r +
          0.6897673349851) *
          r +
          1.6763848301838038) *
          r +
          2.053191626637759) *
          r +
          1);
    } else {
      r -= 5;
      size =
        (((((((2.0103343992922881e-7 * r + 2.7115555687434876e-5) * r + 0.0012426609473880784) * r +
          0.026532189526576124) *
          r +
          0.29656057182850487) *
          r +
          1.7848265399172913) *
          r +
          5.463784911164114) *
          r +
          6.657904643501103) /
        (((((((2.0442631033899397e-15 * r + 1.4215117583164459e-7) * r + 1.8463183175100548e-5) * r +
          7.868691311456133e-4) *
          r +
          0.014875361290850615) *
          r +
          0.1369298809227358) *
          r +
          0.599832206555888) *
          r +
          1);
    }
    return q < 0 ? -size : size;
  }

  gamma(shape) {
    const d = shape - 1 / 3;
    const c = 1 / Math.sqrt(9 * d);
    for (;;) {
      const x = this.normal();
      const root = 1 + c * x;
      if (root <= 0) continue;
      const v = root * root * root;
      const u = this.uniform();
      const square = x * x;
      if (u < 1 - 0.0331 * square * square || Math.log(u) < 0.5 * square + d * (1 - v + Math.log(v))) return d * v;
    }
  }
}

/** A complete study of indicators, a multiple of four of them, under one root. */
export class Tuned {
  constructor(study, concentration) {
    const { units, indicators } = study.dataset;
    this.units = units.length;
    this.width = indicators.length;
    this.shape = concentration / indicators.length;
    this.matrix = new Float64Array(this.units * this.width);
    indicators.forEach((column, i) => {
      column.values.forEach((value, unit) => {
        this.matrix[unit * this.width + i] = value;
      });
    });
    this.weights = new Float64Array(this.width);
    this.keys = new Float64Array(this.units);
    this.sums = new Float64Array(this.units);
    this.squares = new Float64Array(this.units);
    this.counts = new Uint32Array(this.units * this.units);
    this.starts = new Uint32Array(2048);
    this.sorts = [() => this.rankByNativeSort(), () => this.rankByBuckets()];
    const times = this.sorts.map((sort) => {
      this.sort = sort;
      this.simulate(2_000);
      const start = performance.now();
      this.simulate(2_000);
      return performance.now() - start;
    });
    this.sort = this.sorts[times[0] < times[1] ? 0 : 1];
  }

  simulate(draws) {
    this.counts.fill(0);
    this.sums.fill(0);
    this.squares.fill(0);
    for (let block = 0, left = draws; left > 0; block++, left -= 1024) {
      const random = new ChaCha(1, block, 1);
      for (let draw = Math.min(left, 1024); draw > 0; draw--) {
        this.weigh(random);
        this.score();
        this.sort();
      }
    }
  }

  weigh(random) {
    const { weights, shape } = this;
    let total = 0;
    for (let i = 0; i < weights.length; i++) total += weights[i] = random.gamma(shape);
    for (let i = 0; i < weights.length; i++) weights[i] /= total;
  }

  /** Keys of 37 bits of score and 15 of index are whole numbers that a double holds. */
  score() {
    const { matrix, weights, keys, sums, squares, width } = this;
    for (let unit = 0, at = 0; unit < keys.length; unit++) {
      let a = 0;
      let b = 0;
      let c = 0;
      let d = 0;
      for (let i = 0; i < width; i += 4, at += 4) {
        a += matrix[at] * weights[i];
        b += matrix[at + 1] * weights[i + 1];
        c += matrix[at + 2] * weights[i + 2];
        d += matrix[at + 3] * weights[i + 3];
      }
      const score = a + b + (c + d);
      sums[unit] += score;
      squares[unit] += score * score;
      keys[unit] = (STEPS - Math.floor(score * (STEPS / 100) + 0.5)) * 32768 + unit;
    }
  }

  rankByNativeSort() {
    this.keys.sort();
    this.count(this.keys);
  }

  /** Dealt into buckets between the lowest and the highest key, then put in order by insertion. */
  rankByBuckets() {
    const { keys, starts, units } = this;
    this.sorted ??= new Float64Array(units);
    const { sorted } = this;
    let lowest = keys[0];
    let highest = keys[0];
    for (let unit = 1; unit < units; unit++) {
      const key = keys[unit];
      if (key < lowest) lowest = key;
      if (key > highest) highest = key;
    }
    const buckets = Math.min(2048, 2 ** Math.ceil(Math.log2(units * 2)));
    const stretch = (buckets - 1) / (highest - lowest || 1);
    starts.fill(0, 0, buckets);
    for (let unit = 0; unit < units; unit++) starts[((keys[unit] - lowest) * stretch) | 0]++;
    for (let bucket = 0, sum = 0; bucket < buckets; bucket++) {
      const count = starts[bucket];
      starts[bucket] = sum;
      sum += count;
    }
    for (let unit = 0; unit < units; unit++) sorted[starts[((keys[unit] - lowest) * stretch) | 0]++] = keys[unit];
    for (let at = 1; at < units; at++) {
      const key = sorted[at];
      let hole = at;
      while (hole > 0 && sorted[hole - 1] > key) {
        sorted[hole] = sorted[hole - 1];
        hole--;
      }
      sorted[hole] = key;
    }
    this.count(sorted);
  }

  count(sorted) {
    const { counts, units } = this;
    let rank = 0;
    let last = -1;
    for (let place = 0; place < units; place++) {
      const key = sorted[place];
      const steps = Math.floor(key / 32768);
      if (steps !== last) {
        rank = place;
        last = steps;
      }
      counts[(key - steps * 32768) * units + rank]++;
    }
  }
}
