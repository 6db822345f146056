// JSON text inside another body: a form field or a part of a multipart body.
import type { DecodeNote } from '../model/content.ts';
import { parseMediaType } from '../model/media-type.ts';
import type { MediaType } from '../model/media-type.ts';
import { pointerOf } from '../model/pointer.ts';
import { plain } from '../model/show.ts';
import type { Path } from './form-value.ts';
import json from './json.ts';

const jsonType = parseMediaType('application/json') as MediaType;

/** The value of the text; where it is no JSON, the text itself and a note. Notes get the place of the part before their own. */
export function readJsonOr(text: string, path: Path, note: (note: DecodeNote) => void): unknown {
  const here = pointerOf(...path);
  const decoded = json.decode({ text }, { mediaType: jsonType, encoding: new Map() });
  if (decoded.kind !== 'value') {
    note({
      kind: 'not-well-formed',
      severity: 'error',
      message: `Expected \`${plain(path.join('.'), 60)}\` to be readable as JSON: ${decoded.kind === 'malformed' ? decoded.message : decoded.reason}`,
      pointer: here,
    });
    return text;
  }
  for (const inner of decoded.notes) note({ ...inner, pointer: here + inner.pointer });
  return decoded.value;
}
