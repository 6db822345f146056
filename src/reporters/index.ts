// The outputs there are; a new one is a file beside this and a line in this list.
import type { Reporter } from '../model/reporter.ts';
import github from './github.ts';
import json from './json.ts';
import junit from './junit.ts';
import sarif from './sarif.ts';
import opc from './opc.ts';
import text from './text.ts';

export const reporters: readonly Reporter[] = [text, json, junit, sarif, github, opc];

export const reporterById = (id: string): Reporter | undefined => reporters.find((reporter) => reporter.id === id);
