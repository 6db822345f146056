// Exchanges as plain data for the folder tests: every place with its line and column.
import type { Content, Exchange, Request, Response } from '../../src/model/exchange.ts';
import type { Location } from '../../src/model/location.ts';

const place = ({ source, pointer }: Location): string => {
  const { line, column } = source.position(pointer);
  return `${pointer} ${line}:${column}`;
};

function showContent(content: Content | undefined): unknown {
  if (!content) return 'absent';
  const at = place(content.location);
  if (content.form === 'bytes') return { bytes: Buffer.from(content.bytes).toString('latin1'), verbatim: content.verbatim, at };
  if (content.form === 'text') return { text: content.text, at };
  return content.form === 'value' ? { value: content.value, at } : { unknown: content.reason, at };
}

const showFields = ({ fields }: Request | Response): string[] => fields.map(([name, value]) => `${name}: ${value}`);

export function showExchange({ index, label, claim, location, provider, operation, request, response, problem }: Exchange): unknown {
  return {
    index,
    label,
    claim,
    at: place(location),
    provider,
    operation,
    request: request && {
      line: `${request.method} ${request.target}`,
      complete: request.complete,
      fields: showFields(request),
      content: showContent(request.content),
      at: place(request.location),
    },
    response: response && {
      status: response.status,
      complete: response.complete,
      fields: showFields(response),
      content: showContent(response.content),
      at: place(response.location),
    },
    problem: problem && `${place(problem.location)} ${problem.message}`,
  };
}
