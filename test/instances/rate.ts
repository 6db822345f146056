// A limit on requests as the vendors keep one: a window of seconds, and the refusal each is known to send.
import type { Answer, Answerer, VendorId } from './vendor.ts';

export interface Rate {
  readonly requests: number;
  readonly seconds: number;
}

/** Refuses what exceeds the rate: 503 with `Retry-After` at ONLYOFFICE, 429 (RFC 6585) elsewhere, where no source says. */
export function limitRate({ requests, seconds }: Rate, vendor: VendorId, now: () => Date, next: Answerer): Answerer {
  let times: number[] = [];
  return (request) => {
    const at = now().getTime();
    times = times.filter((time) => time > at - seconds * 1000);
    const oldest = times[0];
    if (oldest !== undefined && times.length >= requests)
      return refusal(vendor === 'onlyoffice' ? 503 : 429, String(Math.max(1, Math.ceil((oldest + seconds * 1000 - at) / 1000))));
    times.push(at);
    return next(request);
  };
}

/** A refusal by whatever stands before the API. */
export function refusal(status: 429 | 503, retryAfter: string): Answer {
  const title = status === 503 ? '503 Service Temporarily Unavailable' : '429 Too Many Requests';
  return {
    status,
    headers: { 'Content-Type': 'text/html', 'Retry-After': retryAfter },
    body: `<html><head><title>${title}</title></head><body></body></html>`,
  };
}
