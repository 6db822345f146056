export const curlLine = (..._: unknown[]): string => 'curl';
