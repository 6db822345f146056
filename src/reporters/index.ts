// The outputs there are; a new one is a file beside this and a line in this list.
import type { Reporter } from '../model/reporter.ts';
import blob from './blob.ts';
import ctrf from './ctrf.ts';
import github from './github.ts';
import html from './html.ts';
import json from './json.ts';
import junit from './junit.ts';
import markdown from './markdown.ts';
import ndjson from './ndjson.ts';
import sarif from './sarif.ts';
import opc from './opc.ts';
import text from './text.ts';

export const reporters: readonly Reporter[] = [text, json, ndjson, junit, sarif, github, markdown, ctrf, html, opc, blob];

export const reporterById = (id: string): Reporter | undefined => reporters.find((reporter) => reporter.id === id);
