// Values of options on the command line: lists, numbers within their ranges, and an option that several commands share.
import { InvalidArgumentError, Option } from 'commander';

export const collect = (value: string, before: string[]): string[] => [...before, value];
export const wholeNumber = (text: string): number => {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new InvalidArgumentError('It takes a whole number from 1.');
  return Number(text);
};

export const portNumber = (text: string): number => {
  const port = Number(text);
  if (!/^\d{1,5}$/.test(text) || port > 65_535) throw new InvalidArgumentError('It takes a number from 0 to 65535.');
  return port;
};

export const megabytes = (text: string): number => {
  const size = Number(text);
  if (!/^\d{1,4}$/.test(text) || size > 256) throw new InvalidArgumentError('It takes whole megabytes, at most 256.');
  return size;
};

export const seconds = (text: string): number => {
  if (!/^\d{1,5}(\.\d{1,3})?$/.test(text)) throw new InvalidArgumentError('It takes seconds.');
  return Number(text);
};

/** `--fail-on`: one option means the same wherever findings have severities. */
export const failOnOption = (): Option =>
  new Option('--fail-on <severity>', 'least severity that fails the run (default: error)').choices(['error', 'warning', 'info', 'never']);
