import fs from 'node:fs';
import path from 'node:path';
import type { ActionType, NodePlopAPI } from 'node-plop';

/** What is known of a run of plop's actions while it goes on. */
export interface Watch {
  /** absolute */
  readonly root: string;
  /** the copy of it that the actions work in, absolute */
  readonly shadow: string;
  /** what the generator that runs was told */
  data: Readonly<Record<string, unknown>>;
  /** The actions of that generator, for messages: `modify docs/index.md`. */
  actions: readonly unknown[];
  /** What an action of the plopfile's own threw last: plop passes on its message only. */
  thrown: unknown;
}

type Actions = ActionType[] | ((data?: never) => ActionType[]);

/** Actions that do the same, and refuse what plop lets pass: paths outside, and patterns that match nothing. */
export function watchedActions(actions: unknown, watch: Watch, plop: NodePlopAPI): unknown {
  const watchAll = (list: unknown): unknown => {
    if (!Array.isArray(list)) return list;
    watch.actions = list.map((action: unknown) => watchedAction(action, watch, plop));
    return watch.actions;
  };
  if (typeof actions !== 'function') return () => watchAll(actions);
  return (data: never) => watchAll((actions as Exclude<Actions, unknown[]>)(data));
}

/** plop's own; what another action does is its author's to say. */
const pathOf: Readonly<Record<string, 'path' | 'destination'>> = {
  add: 'path',
  modify: 'path',
  append: 'path',
  addMany: 'destination',
};

function watchedAction(action: unknown, watch: Watch, plop: NodePlopAPI): unknown {
  if (typeof action === 'function') return remembering(action as OwnAction, watch);
  if (!isRecord(action)) return action;
  const { type, skip } = action;
  const key = pathOf[String(type)];
  // Of the wrong type: plop says so.
  if (key === undefined || (skip !== undefined && typeof skip !== 'function')) return action;
  const watched: Record<string, unknown> = { ...action };
  // plop asks this before each action, with the data that its templates get.
  watched['skip'] = async (data: Readonly<Record<string, unknown>>): Promise<unknown> => {
    const reason: unknown = typeof skip === 'function' ? await skip.call(action, data) : undefined;
    if (typeof reason === 'string') return reason;
    const target = targetOf(action[key], { ...data, ...watch.data }, watch, plop);
    if (target === null) return undefined;
    watched[key] = target.file;
    if (key === 'path') mustMatch(action, target);
    return undefined;
  };
  return watched;
}

type OwnAction = (...args: never) => unknown;

/** An action of the plopfile's own, of which it is remembered what it threw. */
export function remembering(own: OwnAction, watch: Watch): OwnAction {
  return async (...args) => {
    try {
      return await own(...args);
    } catch (error) {
      watch.thrown = error;
      throw error;
    }
  };
}

interface Target {
  /** absolute, in the shadow */
  readonly file: string;
  /** relative to the repository */
  readonly shown: string;
}

/** null: plop says what is wrong with it */
function targetOf(
  written: unknown,
  data: Readonly<Record<string, unknown>>,
  watch: Watch,
  plop: NodePlopAPI,
): Target | null {
  if (typeof written !== 'string' || written === '') return null;
  const rendered = plop.renderString(written.replaceAll('\\', '/'), data);
  const file = inShadow(path.resolve(plop.getDestBasePath(), rendered), watch);
  const shown = path.relative(watch.shadow, file);
  if (isOutside(shown)) throw new Error(`${rendered} is outside the repository`);
  return { file, shown };
}

/** The place in the copy that is meant by a place in the repository. */
export function inShadow(file: string, { root, shadow }: Watch): string {
  const inRoot = path.relative(root, file);
  return isOutside(path.relative(shadow, file)) && !isOutside(inRoot)
    ? path.join(shadow, inRoot)
    : file;
}

const isOutside = (relative: string): boolean =>
  relative === '..' || relative.startsWith(`..${path.sep}`) || path.isAbsolute(relative);

/** plop writes a file as it was where a pattern matches nothing, and calls that done. */
function mustMatch({ type, pattern }: Readonly<Record<string, unknown>>, { file, shown }: Target) {
  const changes = type === 'modify' || type === 'append';
  if (!changes || !fs.existsSync(file)) return;
  const isThere =
    pattern instanceof RegExp
      ? fs.readFileSync(file, 'utf8').search(pattern) !== -1
      : typeof pattern !== 'string' || fs.readFileSync(file, 'utf8').includes(pattern);
  if (isThere) return;
  const written = pattern instanceof RegExp ? String(pattern) : JSON.stringify(pattern);
  throw new Error(`the pattern ${written} matches nothing in ${shown.split(path.sep).join('/')}`);
}

export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
