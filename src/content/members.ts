// Members of decoded objects: names from outside never reach a prototype.

/** Sets an own property whatever its name is; a plain assignment to `__proto__` would change the prototype instead. */
export function setMember(target: Record<string, unknown>, name: string, value: unknown): void {
  if (name === '__proto__') Object.defineProperty(target, name, { value, writable: true, enumerable: true, configurable: true });
  else target[name] = value;
}
