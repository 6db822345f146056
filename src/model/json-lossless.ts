// A quick proof that JSON.parse loses nothing of a text (RFC 8259 §4 and §6): no string is made, names are compared by hash.

const slots = 1 << 12;
const most = slots >> 1;
const hashes = new Int32Array(slots);
const stamps = new Int32Array(slots);
let stamp = 0;

/**
 * True only when well-formed text holds no repeated name and no number of more than fifteen characters or with an exponent.
 * False means that nobody knows yet: an escape in a name, equal hashes and very many members are left to the full scan.
 */
export function isPlainlyLossless(text: string): boolean {
  // A new stamp empties the table; names of different objects differ by the object's number.
  stamp = (stamp + 1) | 0;
  let members = 0;
  let objects = 0;
  /** Number of each open object; 0 for an array. */
  const open: number[] = [];
  let current = 0;
  let expectsName = false;
  for (let i = 0; i < text.length; i++) {
    let code = text.charCodeAt(i);
    if (code <= 0x20) continue;
    if (code === 0x22) {
      if (!expectsName) {
        for (code = text.charCodeAt(++i); code !== 0x22; code = text.charCodeAt(++i)) {
          if (code === 0x5c) i++;
          else if (Number.isNaN(code)) return false;
        }
        continue;
      }
      expectsName = false;
      let hash = current;
      for (code = text.charCodeAt(++i); code !== 0x22; code = text.charCodeAt(++i)) {
        if (code === 0x5c || Number.isNaN(code)) return false;
        hash = Math.imul(hash ^ code, 0x01000193);
      }
      hash ^= hash >>> 15;
      if (++members > most) return false;
      let slot = Math.imul(hash, 0x9e3779b1) >>> 20;
      while (stamps[slot] === stamp) {
        if (hashes[slot] === hash) return false;
        slot = (slot + 1) & (slots - 1);
      }
      stamps[slot] = stamp;
      hashes[slot] = hash;
    } else if (code === 0x2c) expectsName = current !== 0;
    else if (code === 0x7b) {
      open.push(current);
      current = Math.imul(++objects, 0x811c9dc5) | 1;
      expectsName = true;
    } else if (code === 0x5b) {
      open.push(current);
      current = 0;
      expectsName = false;
    } else if (code === 0x7d || code === 0x5d) {
      current = open.pop() ?? 0;
      expectsName = false;
    } else if (code === 0x2d || (code >= 0x30 && code <= 0x39)) {
      const start = i;
      for (code = text.charCodeAt(i + 1); (code >= 0x30 && code <= 0x39) || code === 0x2e; code = text.charCodeAt(i + 1)) i++;
      if (i - start >= 15 || code === 0x65 || code === 0x45) return false;
    }
  }
  return true;
}
