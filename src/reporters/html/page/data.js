// The report itself: the JSON that stands beside this script.
import { section } from './dom.js';

/** @import { View } from '../view.ts' */

/** @type {View} */
export const view = JSON.parse(section('data').textContent ?? '');

/** Called for people, once each. @type {Readonly<Record<string, string>>} */
export const stateNames = {
  proved: 'as promised',
  disputed: 'as promised and otherwise',
  contradicted: 'otherwise only',
  unchecked: 'not judged',
  unproved: 'never seen',
};

/** A sign for each, so that colour only repeats it. @type {Readonly<Record<string, string>>} */
export const stateSigns = { proved: '✓', disputed: '≠', contradicted: '✗', unchecked: '?', unproved: '·' };
