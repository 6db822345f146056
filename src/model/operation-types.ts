// What a contract says of its operations as TypeScript types, and the value that carries them; `truce types` writes both.

/** The types of one operation. */
export interface OperationTypes {
  /** Decoded parameters by the place they travel in, under their documented names. */
  parameters: { path: object; query: object; header: object; cookie: object };
  /** The decoded request body; with `undefined` where it may be absent, `undefined` alone where there is none. */
  body: unknown;
  /** Response bodies by status: numbers, `'4XX'`, `'default'`; `undefined` for a response without content. */
  responses: object;
}

/** Names a contract and carries the types of its operations (operation id → `OperationTypes`), which exist for the compiler only. */
export interface ContractToken<O> {
  readonly id: string;
  /** Path of the OpenAPI document, relative to the module that holds the token. */
  readonly document: string;
  readonly operations?: O;
}
