// The assertion keywords of JSON Schema Validation 2020-12 §6, each with what its value must be.
import { isObject } from './documents.ts';
import { compilePattern } from './patterns.ts';

type Check = (value: unknown) => boolean;
const isNumber: Check = (value) => typeof value === 'number' && Number.isFinite(value);
const isCount: Check = (value) => Number.isInteger(value) && (value as number) >= 0;
const isText: Check = (value) => typeof value === 'string';
const isNames: Check = (value) => Array.isArray(value) && value.every(isText);
const isFlag: Check = (value) => typeof value === 'boolean';
const typeNames = new Set(['null', 'boolean', 'integer', 'number', 'string', 'array', 'object']);
export const isPattern: Check = (value) => {
  if (typeof value !== 'string') return false;
  try {
    return compilePattern(value) !== undefined;
  } catch {
    return false;
  }
};

/** Keywords copied as they stand, each with what its value must be (JSON Schema Validation 2020-12 §6). */
export const assertions = new Map<string, readonly [Check, string]>(
  Object.entries({
    type: [
      (value) =>
        Array.isArray(value) ? value.length > 0 && value.every((name) => typeNames.has(name as string)) : typeNames.has(value as string),
      'null, boolean, integer, number, string, array or object, or a list of them',
    ],
    enum: [Array.isArray, 'a list'],
    const: [() => true, 'any value'],
    multipleOf: [(value) => isNumber(value) && (value as number) > 0, 'a number above 0'],
    maximum: [isNumber, 'a number'],
    minimum: [isNumber, 'a number'],
    exclusiveMaximum: [isNumber, 'a number'],
    exclusiveMinimum: [isNumber, 'a number'],
    maxLength: [isCount, 'a whole number from 0'],
    minLength: [isCount, 'a whole number from 0'],
    maxItems: [isCount, 'a whole number from 0'],
    minItems: [isCount, 'a whole number from 0'],
    maxContains: [isCount, 'a whole number from 0'],
    minContains: [isCount, 'a whole number from 0'],
    maxProperties: [isCount, 'a whole number from 0'],
    minProperties: [isCount, 'a whole number from 0'],
    uniqueItems: [isFlag, 'true or false'],
    pattern: [isPattern, 'a regular expression (ECMA-262)'],
    format: [isText, 'a string'],
    required: [isNames, 'a list of property names'],
    dependentRequired: [(value) => isObject(value) && Object.values(value).every(isNames), 'a map of lists of property names'],
  } satisfies Record<string, [Check, string]>),
);
