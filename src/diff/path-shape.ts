// Path templates without the names of their variables: `/contacts/{id}` and `/contacts/{contactId}` are one path.

/** Also of `METHOD /path`. */
export const shapeOf = (path: string): string => path.replace(/\{[^{}]*\}/g, '{}');
