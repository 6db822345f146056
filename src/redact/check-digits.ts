// Numbers that prove themselves: IBAN (ISO 13616, modulo 97 of ISO 7064) and card numbers (ISO/IEC 7812-1, Luhn).

const compact = (text: string): string => text.replace(/[\s-]/g, '');

function modulo97(text: string): number {
  let rest = 0;
  for (const char of text) {
    const code = char.charCodeAt(0);
    const value = code >= 0x61 ? code - 0x61 + 10 : code - 0x30;
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
  }
  return rest;
}

/** `text` is folded; blanks are allowed. */
export function isIban(text: string): boolean {
  const plain = compact(text);
  return /^[a-z]{2}\d{2}[a-z\d]{11,30}$/.test(plain) && modulo97(plain.slice(4) + plain.slice(0, 4)) === 1;
}

/** The IBAN with digits that check, whatever stood at their place; blanks stay where they are. */
export function withIbanDigits(text: string): string {
  const plain = compact(text);
  const digits = String(98 - modulo97(`${plain.slice(4)}${plain.slice(0, 2)}00`)).padStart(2, '0');
  return respace(plain.slice(0, 2) + digits + plain.slice(4), text);
}

function luhn(digits: string): number {
  let sum = 0;
  for (let i = digits.length - 1, isDouble = false; i >= 0; i--, isDouble = !isDouble) {
    const digit = digits.charCodeAt(i) - 48;
    const doubled = isDouble ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10;
}

export function isCardNumber(text: string): boolean {
  const plain = compact(text);
  return /^\d{13,19}$/.test(plain) && luhn(plain) === 0;
}

export function withLuhnDigit(text: string): string {
  const plain = compact(text);
  const body = plain.slice(0, -1);
  return respace(body + String((10 - luhn(`${body}0`)) % 10), text);
}

/** Characters of `plain` at the places where `model` has no blank or hyphen. */
function respace(plain: string, model: string): string {
  let at = 0;
  return model.replace(/[^\s-]/g, () => plain.charAt(at++));
}
