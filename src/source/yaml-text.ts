// A value as YAML text by js-yaml, for documents that are written; reading is the business of yaml.ts.
import { dump, YAML11_SCHEMA } from 'js-yaml';

/**
 * YAML of a JSON value: members in their order, no anchors, lines as long as they are; what a reader of YAML 1.1 or 1.2 would take for a
 * date, a number or a boolean is quoted.
 */
export const writeYaml = (value: unknown): string => dump(value, { schema: YAML11_SCHEMA, noRefs: true, lineWidth: -1 });
