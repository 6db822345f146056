// Property names that are no XML names (XML 1.0 §2.3, Name): such characters become `_xHHHH_`, as .NET's XmlConvert writes them.

const startChar =
  /^[A-Z_a-z\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u02FF\u0370-\u037D\u037F-\u1FFF\u200C-\u200D\u2070-\u218F\u2C00-\u2FEF\u3001-\uD7FF\uF900-\uFDCF\uFDF0-\uFFFD]/;
const nameChar =
  /^[-.0-9A-Z_a-z\u00B7\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u037D\u037F-\u1FFF\u200C-\u200D\u203F-\u2040\u2070-\u218F\u2C00-\u2FEF\u3001-\uD7FF\uF900-\uFDCF\uFDF0-\uFFFD]/;
const simple = /^[A-Za-z_](?:[-.0-9A-Za-z]|_(?!x))*$/;
const escaped = /_x([0-9A-Fa-f]{4})_/g;

/** A name without a colon that stands for the key; `decodeName` gives the key back. */
export function encodeName(key: string): string {
  if (simple.test(key)) return key;
  if (key === '') return '_';
  let name = '';
  for (let i = 0; i < key.length; i++) {
    const char = key.charAt(i);
    const isEscapeLike = char === '_' && /^_x[0-9A-Fa-f]{4}_/.test(key.slice(i, i + 7));
    const isAllowed = (i === 0 ? startChar : nameChar).test(char) && !isEscapeLike;
    name += isAllowed ? char : `_x${key.charCodeAt(i).toString(16).toUpperCase().padStart(4, '0')}_`;
  }
  return name;
}

export function decodeName(name: string): string {
  return name.includes('_x') ? name.replace(escaped, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 16))) : name;
}
