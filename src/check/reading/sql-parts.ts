import { isNode } from './sql.ts';

type Node = Readonly<Record<string, unknown>>;

/** In lower case; none: all of them. */
export function privilegesOf(list: unknown): readonly string[] {
  return partsOf(list, 'AccessPriv').flatMap(({ priv_name: name }) =>
    typeof name === 'string' ? [name.toLowerCase()] : [],
  );
}

/** `public` for everybody. */
export const rolesIn = (list: unknown): readonly string[] =>
  partsOf(list, 'RoleSpec').map(nameOfRole);

const nameOfRole = ({ roletype, rolename }: Node): string =>
  roletype === 'ROLESPEC_PUBLIC' ? 'public' : String(rolename ?? '');

/** The role that a statement makes or changes. */
export function roleOf({ role }: Node): string {
  if (typeof role === 'string') return role;
  return isNode(role) ? nameOfRole(role) : '';
}

/** The options of a statement that are switched on. */
export function optionsOf({ options }: Node): readonly string[] {
  return partsOf(options, 'DefElem').flatMap(({ defname, arg }) =>
    isTrue(arg) ? [String(defname)] : [],
  );
}

/** The parser writes neither `false` nor 0 out. */
function isTrue(argument: unknown): boolean {
  if (!isNode(argument)) return false;
  const { Boolean: boolean, Integer: integer } = argument;
  return (
    (isNode(boolean) && boolean['boolval'] === true) || (isNode(integer) && integer['ival'] === 1)
  );
}

/** What an ALTER TABLE does, in the parser's names. */
export const commandsOf = (node: Node): readonly string[] =>
  partsOf(node['cmds'], 'AlterTableCmd').map(({ subtype }) => String(subtype));

/** The members of a list of the parser that are of one kind. */
export function partsOf(list: unknown, kind: string): readonly Node[] {
  if (!Array.isArray(list)) return [];
  return list.flatMap((item: unknown) => {
    const part = isNode(item) ? item[kind] : undefined;
    return isNode(part) ? [part] : [];
  });
}
