// Prefixes and what they are bound to (Namespaces in XML 1.0), in constant time for each name whatever the depth.
import { plain } from '../model/show.ts';

export const xsiNamespace = 'http://www.w3.org/2001/XMLSchema-instance';
export const xmlNamespace = 'http://www.w3.org/XML/1998/namespace';

export interface ResolvedName {
  readonly local: string;
  readonly uri: string;
}

export class NamespaceScope {
  readonly #bindings = new Map<string, string[]>([['xml', [xmlNamespace]]]);
  readonly #declared: { readonly depth: number; readonly prefixes: readonly string[] }[] = [];
  #default = '';

  /** Takes the declarations among the attributes of an element at `depth`; answers with a sentence when one is not allowed. */
  declare(attributes: Readonly<Record<string, string>>, depth: number): string | undefined {
    let prefixes: string[] | undefined;
    for (const name in attributes) {
      if (!name.startsWith('xmlns') || (name.length > 5 && name[5] !== ':')) continue;
      const prefix = name.slice(6);
      const uri = attributes[name]?.trim() ?? '';
      if (prefix === 'xmlns' || (prefix === 'xml') !== (uri === xmlNamespace))
        return `The namespace declaration \`${plain(name, 60)}\` is reserved`;
      if (prefix !== '' && uri === '') return `Expected a namespace for the prefix \`${plain(prefix, 60)}\`, got an empty one`;
      const stack = this.#bindings.get(prefix);
      if (stack) stack.push(uri);
      else this.#bindings.set(prefix, [uri]);
      (prefixes ??= []).push(prefix);
      if (prefix === '') this.#default = uri;
    }
    if (prefixes) this.#declared.push({ depth, prefixes });
    return undefined;
  }

  /** Forgets what the element at `depth` declared. */
  leave(depth: number): void {
    const last = this.#declared.at(-1);
    if (last?.depth !== depth) return;
    this.#declared.pop();
    for (const prefix of last.prefixes) this.#bindings.get(prefix)?.pop();
    this.#default = this.#bindings.get('')?.at(-1) ?? '';
  }

  /** An expanded name, or a sentence that says why there is none. The default namespace does not cover attributes (§6.2). */
  resolve(name: string, isElement: boolean): ResolvedName | string {
    const colon = name.indexOf(':');
    if (colon < 0) return { local: name, uri: isElement ? this.#default : '' };
    const prefix = name.slice(0, colon);
    const local = name.slice(colon + 1);
    if (prefix === '' || local === '' || local.includes(':'))
      return `Expected a name with at most one colon inside, got \`${plain(name, 60)}\``;
    const uri = this.#bindings.get(prefix)?.at(-1);
    if (uri === undefined) return `Expected a declared namespace prefix, got \`${plain(prefix, 60)}\``;
    return { local, uri };
  }
}
