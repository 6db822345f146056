// The process that reads XML: `node bench/xml-read.ts <fast-xml-parser | truce | entries> <file>`; `entries` is fast-xml-parser behind HAR entries.
import { readFileSync } from 'node:fs';
import { parseMediaType } from '../src/model/media-type.ts';
import { bodyTexts, readEntries } from './entries.ts';
import { loadPeer } from './load-peer.ts';

type Read = (text: string) => unknown;
interface FastXmlParser {
  XMLParser: new (options: object) => { parse(text: string, isStrict?: boolean): unknown };
}

function openFastXmlParser(): Read {
  const { XMLParser } = loadPeer<FastXmlParser>('fast-xml-parser');
  const parser = new XMLParser({ ignoreAttributes: false });
  return (text) => parser.parse(text);
}

async function openTruce(): Promise<Read> {
  const { default: format } = await import('../src/content/xml.ts');
  const mediaType = parseMediaType('application/xml');
  if (!mediaType) throw new Error('application/xml is a media type');
  return (text) => {
    const decoded = format.decode({ text }, { mediaType, encoding: new Map() });
    if (decoded.kind !== 'value') throw new Error('A well-formed document was refused');
    return decoded.value;
  };
}

if (import.meta.main) {
  const [reader = '', file = ''] = process.argv.slice(2);
  const read = reader === 'truce' ? await openTruce() : openFastXmlParser();
  if (reader === 'entries') for (const entry of readEntries(file)) for (const text of bodyTexts(entry)) read(text);
  else for (const text of JSON.parse(readFileSync(file, 'utf8')) as string[]) read(text);
}
