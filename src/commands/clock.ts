// The time of day as on the clock of whoever sits there.

/** `12:04:31`. */
export const clock = (date: Date): string =>
  [date.getHours(), date.getMinutes(), date.getSeconds()].map((part) => String(part).padStart(2, '0')).join(':');
