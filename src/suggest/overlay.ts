// Writes actions as an OpenAPI Overlay document (Overlay Specification 1.0.0 §4.4), and tells one of ours from other files.
import type { LoadedContract } from '../openapi/load.ts';
import { writeYaml } from '../source/yaml-text.ts';
import type { Action, Overlay } from './apply.ts';

const mark = 'Suggestions of truce for ';

/** `document`: path of the contract from the folder of the Overlay. */
export const makeOverlay = (contract: LoadedContract, document: string, actions: readonly Action[]): Overlay => ({
  overlay: '1.0.0',
  info: { title: `${mark}${contract.title}`, version: '1.0.0' },
  extends: document,
  actions,
});

/** The same actions give the same text. */
export const writeOverlay = (overlay: Overlay): string => writeYaml(overlay);

/** Only what this command wrote itself is written over. */
export const isOwnOverlay = (text: string): boolean => text.startsWith('overlay: ') && text.slice(0, 500).includes(mark);
