// What `truce types` writes about the operations of a contract, for handlers whose types come from it.

/** One operation: parameters by place and name, the decoded request body, and a body for each documented status (`undefined`: no content). */
export interface OperationTypes {
  parameters: { path: object; query: object; header: object; cookie: object };
  body: unknown;
  responses: object;
}

/** Names a contract and carries the types of its operations; made by `truce types`. */
export interface ContractToken<O> {
  readonly id: string;
  /** Path of the OpenAPI document, relative to the module. */
  readonly document: string;
  /** Never set: it only carries the types. */
  readonly operations?: O;
}
