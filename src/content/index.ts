// The content formats in the order they are asked; the last one takes what no other does.
import type { ContentFormat } from '../model/content.ts';
import type { MediaType } from '../model/media-type.ts';
import binary from './binary.ts';
import form from './form.ts';
import json from './json.ts';
import multipart from './multipart.ts';
import text from './text.ts';
import xml from './xml.ts';

export const contentFormats: readonly ContentFormat[] = [json, xml, form, multipart, text, binary];

/** The format that reads a media type; there always is one. */
export function contentFor(mediaType: MediaType): ContentFormat {
  return contentFormats.find((format) => format.matches(mediaType)) ?? binary;
}
