// Loads an Arazzo document (Arazzo 1.0.1) with the OpenAPI documents it describes workflows of; what cannot be run is named with its place.
import { dirname, relative, resolve, sep } from 'node:path';
import { isRecord } from '../../model/json-value.ts';
import { quote, show } from '../../model/show.ts';
import { UserError } from '../../model/user-error.ts';
import { Documents, locationOf, type Place, step as into } from '../../openapi/documents.ts';
import { loadContract, type LoadedContract } from '../../openapi/load.ts';
import { type ProbeSettings, readSettings } from '../settings.ts';
import type { ArazzoDocument, Workflow } from './model.ts';
import { fail, items, record, WorkflowReader } from './read.ts';

/** `known` gives a contract that is loaded already, by absolute path. Throws a UserError for anything that cannot be run as it stands. */
export async function loadArazzo(path: string, cwd: string, known: readonly LoadedContract[]): Promise<ArazzoDocument> {
  const absolute = resolve(cwd, path);
  const display = (file: string): string => relative(resolve(cwd), file).split(sep).join('/') || '.';
  const document = await new Documents(dirname(absolute), {}, display).open(absolute);
  const shown = display(absolute);
  const root: Place = { document, pointer: '', value: document.value };
  const version = into(root, 'arazzo')?.value;
  if (typeof version !== 'string' || !version.startsWith('1.'))
    throw new UserError(`${quote(shown, 200)} is no Arazzo 1 document`, {
      hint: 'It begins with `arazzo: 1.0.1`',
      location: locationOf(root),
    });
  const sources = new Map<string, LoadedContract>();
  for (const place of items(into(root, 'sourceDescriptions'))) {
    const { name, url, type = 'openapi' } = record(place);
    if (typeof name !== 'string' || typeof url !== 'string') fail(place, 'A source description has a `name` and a `url`');
    if (type !== 'openapi') fail(place, `The source ${quote(name)} is of type ${show(type)}; only \`openapi\` can be run`);
    if (/^[a-z][a-z0-9+.-]*:\/\//i.test(url)) fail(place, `The source ${quote(name)} is on the network; keep a copy beside the document`);
    const file = resolve(dirname(absolute), url);
    sources.set(name, known.find((contract) => contract.path === file) ?? (await loadContract(file, { cwd })));
  }
  const reader = new WorkflowReader(root, sources);
  const workflows = new Map<string, Workflow>();
  for (const place of items(into(root, 'workflows'))) {
    const workflow = reader.workflow(place);
    if (workflows.has(workflow.id)) fail(place, `There are two workflows called ${quote(workflow.id)}`);
    workflows.set(workflow.id, workflow);
  }
  const settings = settingsOf(root, shown);
  checkNames(root, workflows, settings.operations, sources, shown);
  for (const [key, { workflow }] of settings.credentials)
    if (!workflows.has(workflow))
      throw new UserError(
        `\`x-truce.credentials.${key}\` of ${quote(shown, 200)} names the workflow ${quote(workflow)}, which is not there`,
        { location: locationOf(into(root, 'x-truce', 'credentials', key) ?? root) },
      );
  return { shown, sources, workflows, settings };
}

function checkNames(
  root: Place,
  workflows: ReadonlyMap<string, Workflow>,
  operations: ArazzoDocument['settings']['operations'],
  sources: ReadonlyMap<string, LoadedContract>,
  shown: string,
): void {
  for (const workflow of workflows.values()) {
    const named = [
      ...workflow.dependsOn,
      ...workflow.steps.flatMap(({ call, onSuccess, onFailure }) => [
        ...(call.kind === 'workflow' ? [call.workflowId] : []),
        ...[...onSuccess, ...onFailure].flatMap(({ workflowId }) => workflowId ?? []),
      ]),
    ];
    const missing = named.find((id) => !workflows.has(id));
    if (missing !== undefined)
      throw new UserError(`The workflow ${quote(workflow.id)} names the workflow ${quote(missing)}, which is not there`, {
        location: workflow.location,
      });
  }
  const circle = [...workflows.keys()].find((id) => reaches(workflows, id, id));
  if (circle !== undefined)
    throw new UserError(`The workflow ${quote(circle)} waits for itself, by \`dependsOn\` or by a step that calls it`, {
      location: workflows.get(circle)?.location ?? locationOf(root),
    });
  for (const [id, { undo, find, subject }] of operations) {
    const location = locationOf(into(root, 'x-truce', 'operations', id) ?? root);
    if (![...sources.values()].some((contract) => contract.operation(id)))
      throw new UserError(`\`x-truce.operations\` of ${quote(shown, 200)} names the operation ${quote(id)}, which no source has`, {
        location,
      });
    const missing = [undo, find, subject?.make].find((name) => name !== undefined && !workflows.has(name));
    if (missing !== undefined)
      throw new UserError(`\`x-truce.operations.${id}\` of ${quote(shown, 200)} names the workflow ${quote(missing)}, which is not there`, {
        location,
      });
  }
}

/** Must the workflow `goal` have run before `from` has? */
function reaches(workflows: ReadonlyMap<string, Workflow>, from: string, goal: string): boolean {
  const seen = new Set<string>();
  const waiting = [from];
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    const { dependsOn = [], steps = [] } = workflows.get(id) ?? {};
    for (const next of [...dependsOn, ...steps.flatMap(({ call }) => (call.kind === 'workflow' ? [call.workflowId] : []))]) {
      if (next === goal) return true;
      if (!seen.has(next)) waiting.push(next);
      seen.add(next);
    }
  }
  return false;
}

/** With the place of the setting that is wrong. */
function settingsOf(root: Place, shown: string): ProbeSettings {
  const place = into(root, 'x-truce');
  try {
    return readSettings(place?.value, shown);
  } catch (error) {
    if (!(error instanceof UserError) || !place) throw error;
    const [, kind = '', key = ''] = /^`x-truce\.(operations|credentials)\.([^`]+)`/.exec(error.message) ?? [];
    const own = into(place, kind);
    // Keys may hold full stops.
    const id = isRecord(own?.value) ? Object.keys(own.value).find((one) => key === one || key.startsWith(`${one}.`)) : undefined;
    const location = locationOf((id === undefined ? own : into(own, id)) ?? place);
    throw new UserError(error.message, { location, ...(error.hint !== undefined && { hint: error.hint }) });
  }
}
